namespace Broker.Kernel;

/// <summary>What a running actor sees of its engine. Valid only inside of the actor's own handlers.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    IActorRef Self { get; }
    Props Props { get; }

    /// <summary>Sender of the message at hand; the dead letters when it was sent by nobody.</summary>
    IActorRef Sender { get; }

    ActorSystem System { get; }
    IActorRef Parent { get; }

    /// <summary>Null when no receive timeout is set.</summary>
    TimeSpan? ReceiveTimeout { get; }

    /// <summary>The child of that name, or <see cref="ActorRefs.Nobody"/>.</summary>
    IActorRef Child(string name);

    IEnumerable<IActorRef> GetChildren();
    void Become(Receive receive);
    void BecomeStacked(Receive receive);
    void UnbecomeStacked();

    /// <summary>
    /// After that long without a message <see cref="ReceiveTimeout"/> is delivered; null ends it.
    /// </summary>
    void SetReceiveTimeout(TimeSpan? timeout);

    /// <summary>Stops self, a child or any other actor, asynchronously, after its current message.</summary>
    void Stop(IActorRef child);
}
