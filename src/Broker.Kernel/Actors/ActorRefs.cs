namespace Broker.Kernel;

/// <summary>The two refs that are no actor's.</summary>
public static class ActorRefs
{
    /// <summary>Answered by look-ups that found nothing; tells to it vanish.</summary>
    public static IActorRef Nobody { get; } = Kernel.Nobody.Instance;

    /// <summary>No sender: the receiver sees the system's dead letters as <c>Sender</c>.</summary>
    public static IActorRef? NoSender => null;
}
