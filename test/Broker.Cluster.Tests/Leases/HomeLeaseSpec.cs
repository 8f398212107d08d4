using Broker.Actors.Cluster;
using Broker.Cluster.Leases;
using Broker.Cluster.Tests.Kit;
using Broker.Postgres.TestKit;
using static Broker.Actors.Cluster.HeartbeatProtocol;

namespace Broker.Cluster.Tests.Leases;

[Collection(nameof(Clusters))]
public class HomeLeaseSpec
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(3);
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(true, true, true, true)]
    [InlineData(true, false, true, true)]
    [InlineData(false, true, false, true)]
    [InlineData(false, false, false, false)]
    public void A_home_stores_under_the_lease_of_the_database_and_accepts_under_either(
        bool hasDatabase, bool hasMajority, bool mayStore, bool mayAccept)
    {
        var (database, majority) = (NewLease(), NewLease());
        if (hasDatabase) database.Renewed(_now);
        if (hasMajority) majority.Renewed(_now);

        Assert.Equal((mayStore, mayAccept), Of(new HomeLease(database, majority)));
    }

    [Fact]
    public void A_node_that_the_others_have_ended_has_no_majority()
    {
        var (database, majority) = (NewLease(), NewLease());
        foreach (var lease in (NodeLease[])[database, majority]) lease.Renewed(_now);
        database.End();

        Assert.Equal((false, false), Of(new HomeLease(database, majority)));
    }

    [Fact]
    public async Task Without_a_database_a_node_accepts_while_most_of_the_members_answer_it()
    {
        // The members stay members: only the answers count.
        var nodes = await TestNode.StartWithoutStoreAsync(
            3, TestNode.Cuttable + "\nakka.cluster.split-brain-resolver.stable-after = 1h");
        foreach (var node in nodes) await LeasesAsync(node, mayStore: false, mayAccept: true);

        await nodes[0].CutFromAsync(nodes[1..]);
        foreach (var node in nodes[1..]) await node.CutFromAsync(nodes[0]);
        await LeasesAsync(nodes[0], mayStore: false, mayAccept: false);
        foreach (var node in nodes[1..]) await LeasesAsync(node, mayStore: false, mayAccept: true);
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task A_node_does_not_answer_one_that_is_no_member()
    {
        var nodes = await TestNode.StartWithoutStoreAsync(2);
        var (asker, uid) = (nodes[1], nodes[1].Cluster.SelfUniqueAddress.Uid);
        var probe = new TestKit(asker.System).CreateTestProbe();
        var path = new RootActorPath(nodes[0].Cluster.SelfAddress) / "user" / MajorityActor.Name;
        var asked = ((ExtendedActorSystem)asker.System).Provider.ResolveActorRef(path);
        asked.Tell(new Heartbeat(probe, uid + 1, SentAt: 1));
        asked.Tell(new Heartbeat(probe, uid, SentAt: 2));

        Assert.Equal(2, (await probe.ExpectMsgAsync<HeartbeatAnswer>(TestNode.Patience)).SentAt);
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [SkippableFact]
    public async Task While_the_database_is_away_homes_that_store_nothing_go_on()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await StoreDatabase.PrepareAsync(server.ConnectionTo("postgres"));
        var nodes = await TestNode.StartAllAsync(server.ConnectionTo("postgres"), 2);
        foreach (var node in nodes) await LeasesAsync(node, mayStore: true, mayAccept: true);

        await server.StopAsync();
        foreach (var node in nodes) await LeasesAsync(node, mayStore: false, mayAccept: true);
        await server.StartAsync();
        foreach (var node in nodes) await LeasesAsync(node, mayStore: true, mayAccept: true);
        foreach (var node in nodes) await node.DisposeAsync();
    }

    private static (bool MayStore, bool MayAccept) Of(IHomeLease lease) => (lease.MayStore, lease.MayAccept);

    private static Task LeasesAsync(TestNode node, bool mayStore, bool mayAccept) =>
        Eventually.AssertAsync(() => Assert.Equal((mayStore, mayAccept), Of(node.Node.Leases)));

    private NodeLease NewLease() => new(() => _now, Validity);
}
