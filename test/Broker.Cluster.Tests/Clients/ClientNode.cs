using Akka.Cluster.Sharding;
using Broker.Actors.Channels;
using Broker.Actors.Cluster;
using Broker.Actors.Configuration;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Naming;
using Broker.Actors.Telemetry;
using Broker.Cluster.Tests.Kit;

namespace Broker.Cluster.Tests.Clients;

/// <summary>A node of a cluster with its connections, and its part of the names.</summary>
internal sealed class ClientNode : IAsyncDisposable
{
    private readonly SharedNames _names;

    private ClientNode(TestNode node)
    {
        Node = node;
        var metrics = new BrokerMetrics(TimeProvider.System);
        _names = SharedNames.Start(
            node.Node.EntitiesIn(node.System), node.Node.Leases, TimeProvider.System);
        Registry = node.System.ActorOf(
            ConnectionRegistryActor.PropsFor(
                new ConnectionDependencies(
                    new NodeActors(), ActorRefs.Nobody, ActorRefs.Nobody, Connection, Relay,
                    new PublishAdmission(Channel, new PendingBytesLimit(long.MaxValue), metrics),
                    TimeProvider.System),
                new OutboxBytesLimit(long.MaxValue, () => { }, metrics),
                _names),
            "connections");
        ClusterNode.Introduce(node.System, WireVersion.SharedFacts, Registry);
    }

    public TestNode Node { get; }

    public IActorRef Registry { get; }

    private static SettingReader Settings { get; } =
        LayeredConfig.Empty.WithReference(typeof(ChannelSettings).Assembly).Section("broker");

    private static ChannelSettings Channel => ChannelSettings.From(Settings.GetSection("channel"));

    private static ConnectionSettings Connection =>
        ConnectionSettings.From(Settings.GetSection("connection"), Settings.GetSection("chat"));

    private static RelaySettings Relay => RelaySettings.From(Settings.GetSection("hub"));

    /// <summary>Starts nodes that join those before and know all others.</summary>
    /// <param name="more">Laid over the configuration of the cluster.</param>
    public static async Task<ClientNode[]> StartAsync(
        string postgres, int count, string more = "", params ClientNode[] before)
    {
        ClientNode[] nodes = [.. before];
        for (var i = 0; i < count; i++)
            nodes = [.. nodes, new ClientNode(await TestNode.StartAsync(postgres, more: more))];
        await Task.WhenAll(nodes[before.Length..].Select(node => node.Node.JoinAsync()));
        foreach (var node in nodes) await node.KnowsAsync(nodes);
        return nodes[before.Length..];
    }

    /// <summary>Waits until this node knows exactly these.</summary>
    public Task KnowsAsync(params ClientNode[] all) => Eventually.AssertAsync(() =>
    {
        Assert.True(_names.Members.AreComplete);
        Assert.Equal(all.Length, _names.Members.All.Count);
    });

    /// <summary>Whether the home of a name is on this node.</summary>
    public async Task<bool> IsHomeOfAsync(string name)
    {
        var state = await _names.Buckets.Ask<CurrentShardRegionState>(
            GetShardRegionState.Instance, TestNode.Patience);
        var bucket = Buckets.IdOf(Buckets.Of(name));
        return state.Shards.Any(shard => shard.EntityIds.Contains(bucket));
    }

    /// <summary>Connects a client that is let in.</summary>
    public async Task<SpecClient> ConnectAsync(string name, string? user = null)
    {
        var client = new SpecClient();
        Assert.Null(await client.ConnectAsync(Registry, name, user));
        return client;
    }

    /// <summary>Connects a client that is not let in, and says why.</summary>
    public async Task<CloseReason> RefuseAsync(string name, string? user = null) =>
        await new SpecClient().ConnectAsync(Registry, name, user)
            ?? throw new InvalidOperationException($"{name} is let in.");

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}
