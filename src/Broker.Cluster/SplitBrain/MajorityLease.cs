using Akka.Cluster;
using Akka.Coordination;
using Broker.Cluster.Postgres;
using static Akka.Cluster.ClusterEvent;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Broker.Cluster.SplitBrain;

/// <summary>
/// What Akka's <c>lease-majority</c> asks which part of the cluster goes on. More than half of the members go
/// on at once and fewer do not, without the database: one that stalls while a node dies must not end three
/// nodes. Of two halves the first goes on that ends the other's nodes in the table, within the operation
/// timeout. Nothing is held and nothing has to be released: a node that has ended never comes back, not even
/// one that was frozen for an hour between its decision and its claim.
/// </summary>
public sealed class MajorityLease(LeaseSettings settings, ExtendedActorSystem system) : Lease(settings)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly ClusterSetup _setup = system.Settings.Setup.Get<ClusterSetup>().Value;

    public override Task<bool> Acquire()
    {
        var state = AkkaCluster.Get(system).State;
        return Majority.Of(state.Members.Select(member => (member.Status, IsHere(state, member)))) switch
        {
            Majority.Share.More => Task.FromResult(true),
            Majority.Share.Less => Task.FromResult(false),
            _ => ClaimAsync([
                .. from member in state.Members
                   where !IsHere(state, member)
                   select (member.Address.ToString(), (long)member.UniqueAddress.Uid)]),
        };
    }

    public override Task<bool> Acquire(Action<Exception> leaseLostCallback) => Acquire();

    public override Task<bool> Release() => Task.FromResult(true);

    // True would let the resolver decide without asking.
    public override bool CheckLease() => false;

    // One that is unreachable for some but has seen what all know is in contact with this part, through
    // others.
    private static bool IsHere(CurrentClusterState state, Member member) =>
        !state.Unreachable.Contains(member) || state.SeenBy.Contains(member.Address);

    private async Task<bool> ClaimAsync(IReadOnlyCollection<(string Address, long Uid)> others)
    {
        using var limit = new CancellationTokenSource(Settings.TimeoutSettings.OperationTimeout, _setup.Time);
        using var timer = new PeriodicTimer(Interval, _setup.Time);
        try
        {
            while (true)
            {
                try
                {
                    return await _setup.Nodes.TryEndAsync(_setup.NodeId, others, limit.Token);
                }
                catch (Exception e) when (NodeTable.IsAway(e))
                {
                    Log.ClaimFailed(_setup.Logger, e.Message);
                }
                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
