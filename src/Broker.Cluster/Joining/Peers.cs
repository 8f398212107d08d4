namespace Broker.Cluster.Joining;

/// <summary>An actor below <c>/user</c> that has one of its kind on every node.</summary>
/// <param name="Local">The one of this node.</param>
/// <param name="Joined">What it is told of the one of another node.</param>
/// <param name="Lost">What it is told when that node is no member any more.</param>
/// <param name="Unmet">
/// What it is told, after those that it has met, of how many members have an actor that is not known yet.
/// Null where it does not ask.
/// </param>
public sealed record Peers(
    IActorRef Local,
    Func<IActorRef, object> Joined,
    Func<IActorRef, object> Lost,
    Func<int, object>? Unmet = null);
