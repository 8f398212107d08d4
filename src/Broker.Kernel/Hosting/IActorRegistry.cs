namespace Broker.Kernel;

/// <summary>Where the application's start-up puts its well-known actors.</summary>
public interface IActorRegistry : IReadOnlyActorRegistry
{
    /// <summary>Throws <see cref="DuplicateActorRegistryException"/> when the key is taken.</summary>
    void Register<TKey>(IActorRef actor, bool overwrite = false);

    bool TryRegister<TKey>(IActorRef actor, bool overwrite = false);

    bool TryRegister(Type key, IActorRef actor, bool overwrite = false);
}
