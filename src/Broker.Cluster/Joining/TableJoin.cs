using Broker.Cluster.Leases;
using Broker.Cluster.Postgres;
using Microsoft.Extensions.Logging;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Broker.Cluster.Joining;

/// <summary>
/// Joins the nodes that the table says are up, or begins a cluster when there is none. It looks again until
/// this node is a member.
/// </summary>
internal sealed class TableJoin(
    AkkaCluster cluster,
    NodeTable table,
    NodeRenewal renewal,
    TimeSpan patience,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<string> _joining = [];
    private string? _waiting;

    /// <exception cref="ClusterException">The node can never join.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        cluster.RegisterOnMemberUp(() =>
        {
            renewal.State = NodeState.Up;
            _up.TrySetResult();
        });
        using var timer = new PeriodicTimer(Interval, time);
        while (!_up.Task.IsCompleted)
        {
            try
            {
                await LookAsync(cancellation);
            }
            catch (Exception e) when (NodeTable.IsAway(e))
            {
                Wait(e.Message);
            }
            if (!_up.Task.IsCompleted) await timer.WaitForNextTickAsync(cancellation);
        }
        await renewal.RenewAsync();
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        if (renewal.Answering == TimeSpan.Zero) return;

        await using var session = await table.TryBeginJoinAsync(renewal.Node, cancellation);
        if (session is null) return;

        var rows = await session.ReadAsync(cancellation);
        switch (JoinDecision.Of(rows, renewal.Node.Agreed, renewal.Answering, patience))
        {
            case JoinDecision.JoinOthers m: Join(m.Addresses); break;
            case JoinDecision.JoinSelf: await FormAsync(session, cancellation); break;
            case JoinDecision.Wait m: Wait(m.Reason); break;
            case JoinDecision.Refuse m: throw new ClusterException(m.Problem);
        }
    }

    // Akka tries the same addresses again by itself.
    private void Join(IReadOnlyList<string> addresses)
    {
        if (_joining.SequenceEqual(addresses)) return;

        _joining = addresses;
        Log.Joining(logger, string.Join(", ", addresses));
        cluster.JoinSeedNodes(addresses.Select(Address.Parse));
    }

    // The others wait for the lock, then join this one.
    private async Task FormAsync(JoinSession session, CancellationToken cancellation)
    {
        Log.Forming(logger, renewal.Node.Address);
        cluster.Join(cluster.SelfAddress);
        await _up.Task.WaitAsync(cancellation);
        try
        {
            await session.FormedAsync(cancellation);
        }
        catch (Exception e) when (NodeTable.IsAway(e))
        {
            throw new ClusterException(
                "the cluster is begun, but the database does not know: start again", e);
        }
    }

    private void Wait(string reason)
    {
        if (_waiting == reason) return;

        _waiting = reason;
        Log.WaitingToJoin(logger, reason);
    }
}
