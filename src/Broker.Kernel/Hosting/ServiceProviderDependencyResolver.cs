using Microsoft.Extensions.DependencyInjection;

namespace Broker.Kernel;

/// <summary>Resolves from the host's services.</summary>
internal sealed class ServiceProviderDependencyResolver(IServiceProvider services) : IDependencyResolver
{
    public Props Props<T>(params object[] args)
        where T : ActorBase => Props(typeof(T), args);

    public Props Props<T>()
        where T : ActorBase => Props(typeof(T));

    public Props Props(Type type, params object[] args) => Kernel.Props.CreateBy(
        type, () => (ActorBase)ActivatorUtilities.CreateInstance(services, type, args));

    public object GetService(Type type) => services.GetRequiredService(type);

    public T GetService<T>() => (T)GetService(typeof(T));
}
