namespace Broker.Cluster.Joining;

/// <summary>An actor below <c>/user</c> that has one of its kind on every node.</summary>
/// <param name="Local">The one of this node.</param>
/// <param name="Joined">What it is told of the one of another node.</param>
/// <param name="Lost">What it is told when that node is no member any more.</param>
/// <param name="Unmet">Told how many members there are whose actor is not known yet. From any thread.</param>
public sealed record Peers(
    IActorRef Local, Func<IActorRef, object> Joined, Func<IActorRef, object> Lost, Action<int> Unmet);
