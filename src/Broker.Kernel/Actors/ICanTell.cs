namespace Broker.Kernel;

/// <summary>Anything a message can be sent to: a ref or a selection of refs.</summary>
public interface ICanTell
{
    /// <summary>
    /// Puts the message into the receiver's mailbox and returns at once; delivery is at most once.
    /// </summary>
    void Tell(object message, IActorRef? sender);
}
