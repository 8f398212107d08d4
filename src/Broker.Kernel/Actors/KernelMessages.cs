namespace Broker.Kernel;

/// <summary>Messages from the mailbox that the engine itself understands.</summary>
internal static class KernelMessages
{
    public static void Handle(ActorCell cell, IKernelMessage message)
    {
        switch (message)
        {
            case TimerTick tick: HandleTick(cell, tick); break;
            case Terminated notice: HandleTerminated(cell, notice); break;
            case PoisonPill: cell.Stop(cell); break;
            case Kill: throw new ActorKilledException("Kill");
            case Identify identify: HandleIdentify(cell, identify); break;
        }
    }

    private static void HandleIdentify(ActorCell cell, Identify identify) =>
        cell.Sender.Tell(new ActorIdentity(identify.MessageId, cell), cell);

    private static void HandleTick(ActorCell cell, TimerTick tick)
    {
        if (tick.Owner.Accept(tick, cell.Actor!)) HandleReplaced(cell, tick.Message);
    }

    private static void HandleTerminated(ActorCell cell, Terminated notice)
    {
        if (cell.DeathWatch.Receive(notice) is not { } message) return;

        if (ReferenceEquals(message, notice)) cell.DeliverToBehaviour(notice);
        else HandleReplaced(cell, message);
    }

    // The replaced message is the current one from here on: it is what a stash keeps.
    private static void HandleReplaced(ActorCell cell, object message)
    {
        cell.CurrentEnvelope = new Envelope(message, cell.SenderOfCurrent);
        if (message is IKernelMessage own) Handle(cell, own);
        else cell.DeliverToBehaviour(message);
    }
}
