namespace Broker.Kernel;

/// <summary>What can make actors and address them by path.</summary>
public interface IActorRefFactory
{
    /// <summary>Starts an actor; without a name it gets one such as <c>$a</c>.</summary>
    IActorRef ActorOf(Props props, string? name = null);

    ActorSelection ActorSelection(ActorPath actorPath);

    /// <summary>
    /// A path from the root (<c>/user/a</c>), in full (<c>akka://sys/user/a</c>) or relative.
    /// </summary>
    ActorSelection ActorSelection(string actorPath);
}
