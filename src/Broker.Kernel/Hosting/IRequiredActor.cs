namespace Broker.Kernel;

/// <summary>Injects the actor that was registered under <typeparamref name="TActor"/>.</summary>
public interface IRequiredActor<TActor>
{
    /// <summary>
    /// Throws <see cref="MissingActorRegistryEntryException"/> before the actor was registered.
    /// </summary>
    IActorRef ActorRef { get; }

    /// <summary>Waits until the actor is registered.</summary>
    Task<IActorRef> GetAsync(CancellationToken cancellationToken = default);
}
