namespace Broker.Kernel;

/// <summary>Props of actors whose constructors want services; what is given explicitly goes first.</summary>
public interface IDependencyResolver
{
    Props Props<T>(params object[] args)
        where T : ActorBase;

    Props Props<T>()
        where T : ActorBase;

    Props Props(Type type, params object[] args);

    object GetService(Type type);

    T GetService<T>();
}
