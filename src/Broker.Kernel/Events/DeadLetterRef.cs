namespace Broker.Kernel;

/// <summary>Where messages without a living recipient end: on the event stream.</summary>
internal sealed class DeadLetterRef(ActorSystem system) : KernelRef
{
    public override ActorPath Path { get; } = ActorPath.RootOf(system.Address) / "deadLetters";
    internal override ActorSystem Owner { get; } = system;
    internal override long Uid => 0;

    public override void Tell(object message, IActorRef? sender)
    {
        if (message is null) throw new InvalidMessageException("Message is null");
        if (message is DeadLetter letter) Publish(Owner, letter.Message, letter.Sender, letter.Recipient);
        else Publish(Owner, message, sender, this);
    }

    internal override void SendSystem(SystemMessage message)
    {
        if (message is SystemMessage.Watch watch)
            watch.Watcher.SendSystem(new SystemMessage.Died(this, existenceConfirmed: false));
    }

    public static void Publish(ActorSystem system, object message, IActorRef? sender, IActorRef recipient)
    {
        var from = sender ?? system.DeadLetters;
        switch (message)
        {
            // A dead letter that dies too is not news.
            case AllDeadLetters:
                return;
            case Identify identify:
                from.Tell(new ActorIdentity(identify.MessageId, null), recipient);
                return;
            case TimerTick:
                return;
            case IDeadLetterSuppression suppressed:
                system.EventStream.Publish(new SuppressedDeadLetter(suppressed, from, recipient));
                return;
            default:
                system.EventStream.Publish(new DeadLetter(message, from, recipient));
                return;
        }
    }
}
