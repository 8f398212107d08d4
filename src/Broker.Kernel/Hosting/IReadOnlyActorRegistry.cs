namespace Broker.Kernel;

/// <summary>Well-known actors by a type as key.</summary>
public interface IReadOnlyActorRegistry : IEnumerable<KeyValuePair<Type, IActorRef>>
{
    /// <summary>False leaves <see cref="ActorRefs.Nobody"/>.</summary>
    bool TryGet<TKey>(out IActorRef actor);

    bool TryGet(Type key, out IActorRef actor);

    /// <summary>Throws <see cref="MissingActorRegistryEntryException"/> when there is none.</summary>
    IActorRef Get<TKey>();

    /// <summary>Waits until there is one.</summary>
    Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default);

    Task<IActorRef> GetAsync(Type key, CancellationToken ct = default);
}
