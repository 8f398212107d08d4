namespace Broker.Kernel;

public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Tells with the running actor as sender, or with none outside of an actor.</summary>
    public static void Tell(this IActorRef receiver, object message)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        receiver.Tell(message, ActorCell.Current);
    }

    /// <summary>Tells with the sender of the message that the running actor is working on.</summary>
    public static void Forward(this IActorRef receiver, object message)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        receiver.Tell(message, ActorCell.Current?.SenderOfCurrent);
    }
}
