using Akka.Cluster;
using Broker.Cluster.Leases;
using static Akka.Cluster.ClusterEvent;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Broker.Cluster.Joining;

/// <summary>
/// Has the nodes ended that the cluster removes because they were down, so that the store refuses what they
/// still write when they wake. It lives as long as the process.
/// </summary>
internal sealed class MembershipActor(NodeRenewal renewal) : UntypedActor
{
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private bool _isLeaving;

    public static Props PropsFor(NodeRenewal renewal) => Props.Create(() => new MembershipActor(renewal));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case MemberRemoved m: End(m); break;
            case ClusterShuttingDown: _isLeaving = true; break;
            case IMemberEvent: break;
            default: Unhandled(message); break;
        }
    }

    protected override void PreStart() => _cluster.Subscribe(
        Self, SubscriptionInitialStateMode.InitialStateAsEvents, typeof(IMemberEvent),
        typeof(ClusterShuttingDown));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    // A node that leaves is told that all others are removed.
    private void End(MemberRemoved m)
    {
        var isOther = m.Member.UniqueAddress != _cluster.SelfUniqueAddress;
        if (isOther && !_isLeaving && m.PreviousStatus is MemberStatus.Down)
            renewal.Removed(m.Member.Address.ToString(), m.Member.UniqueAddress.Uid);
    }
}
