using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Broker.Cluster.Postgres;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Broker.Cluster.Status;

/// <summary>Puts together what membership, the database and the regions of all nodes say.</summary>
/// <param name="nodes">Null without PostgreSQL.</param>
/// <param name="regions">Of this node, by kind.</param>
internal sealed class StatusReader(
    AkkaCluster cluster, NodeTable? nodes, IReadOnlyDictionary<string, IActorRef> regions)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public async Task<ClusterStatus> ReadAsync(CancellationToken cancellation)
    {
        var leases = ReadLeasesAsync(cancellation);
        var counts = await Task.WhenAll(regions.Select(region => CountAsync(region.Key, region.Value)));
        var state = cluster.State;
        var oldest = Oldest.Of(state);
        var known = await leases;
        return new ClusterStatus(
            Shown(cluster.SelfAddress),
            IsDatabaseAway: nodes is not null && known is null,
            [
                .. from member in state.Members
                   orderby member.Address.Host, member.Address.Port
                   let found = counts.Where(count => count.Shards.ContainsKey(member.Address)).ToList()
                   select new MemberStatus(
                       Shown(member.Address),
                       member.Status.ToString().ToLowerInvariant(),
                       !state.Unreachable.Contains(member),
                       member.Equals(oldest),
                       LeaseOf(known, member.UniqueAddress),
                       found.Count == 0 ? null : Sum(found, member.Address, shards => shards.Count),
                       found.Count == 0 ? null : Sum(found, member.Address, shards => shards.Values.Sum())),
            ]);
    }

    internal static string Shown(Address address) => $"{address.Host}:{address.Port}";

    private static TimeSpan? LeaseOf(
        IReadOnlyDictionary<(string Address, long Uid), TimeSpan>? known, UniqueAddress node) =>
        known is not null && known.TryGetValue((node.Address.ToString(), node.Uid), out var left)
            ? left
            : null;

    private static Dictionary<string, int> Sum(
        List<Count> counts, Address node, Func<IImmutableDictionary<string, int>, int> of) =>
        counts.ToDictionary(count => count.Kind, count => of(count.Shards[node]));

    private async Task<IReadOnlyDictionary<(string Address, long Uid), TimeSpan>?> ReadLeasesAsync(
        CancellationToken cancellation)
    {
        if (nodes is null) return null;

        try
        {
            return await nodes.ReadLeasesAsync(cancellation);
        }
        catch (Exception e) when (NodeTable.IsAway(e))
        {
            return null;
        }
    }

    // A node that does not answer in time is missing in the answer.
    private static async Task<Count> CountAsync(string kind, IActorRef region)
    {
        try
        {
            var stats = await region.Ask<ClusterShardingStats>(
                new GetClusterShardingStats(Timeout), 2 * Timeout);
            return new Count(kind, stats.Regions.ToDictionary(
                one => one.Key, one => (IImmutableDictionary<string, int>)one.Value.Stats));
        }
        catch (AskTimeoutException)
        {
            return new Count(kind, []);
        }
    }

    private sealed record Count(string Kind, Dictionary<Address, IImmutableDictionary<string, int>> Shards);
}
