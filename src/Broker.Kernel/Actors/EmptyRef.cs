namespace Broker.Kernel;

/// <summary>The ref of a place where nobody lives.</summary>
internal sealed class EmptyRef(ActorSystem system, ActorPath path) : KernelRef
{
    public override ActorPath Path { get; } = path;
    internal override ActorSystem Owner { get; } = system;
    internal override long Uid => Path.Uid;

    public override void Tell(object message, IActorRef? sender) =>
        DeadLetterRef.Publish(Owner, message, sender, this);

    internal override void SendSystem(SystemMessage message)
    {
        if (message is SystemMessage.Watch watch)
            watch.Watcher.SendSystem(new SystemMessage.Died(this, existenceConfirmed: false));
    }
}
