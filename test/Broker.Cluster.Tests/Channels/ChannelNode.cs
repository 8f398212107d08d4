using System.Text;
using Akka.Cluster.Sharding;
using Broker.Actors;
using Broker.Actors.Channels;
using Broker.Actors.Cluster;
using Broker.Actors.Configuration;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Cluster.Tests.Kit;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Cluster.Tests.Channels;

/// <summary>A node of a cluster with its part of the channels.</summary>
internal sealed class ChannelNode : IAsyncDisposable
{
    // With the homes of all channels on a busy machine, a node that lives may be silent for longer.
    private const string Patient = "akka.cluster.failure-detector.acceptable-heartbeat-pause = 3s\n";

    private const string Settings = """
        retry-interval = 50ms
        kinds.kept { pattern = "kept*", store = on, history-size-max = 10000 }
        """;

    private readonly TestKit _kit;

    private ChannelNode(TestNode node, string settings)
    {
        (Node, _kit) = (node, new TestKit(node.System));
        var channel = ChannelSettings.From(LayeredConfig.Empty
            .WithReference(typeof(ChannelSettings).Assembly)
            .With($"broker.channel {{ {Settings}, {settings} }}", "spec")
            .Section("broker.channel"));
        Windows = new PeerWindows(channel.PeerWindowBytesMax);
        Actors = ChannelActors.Start(
            node.System,
            channel,
            Budget,
            new BrokerMetrics(TimeProvider.System),
            TimeProvider.System,
            node.Store is { } store
                ? new ChannelStore(store.Generation, store.Durability, store.Channels)
                : null,
            node.Node.EntitiesIn(node.System),
            node.Node.Leases,
            Windows);
        ClusterNode.Introduce(node.System, WireVersion.First, Actors.Node, Actors.ChannelList);
    }

    public TestNode Node { get; }

    public NodeActors Actors { get; }

    public PeerWindows Windows { get; }

    public PendingBytesLimit Budget { get; } = new(bytesMax: 64 << 20);

    public static ChannelName Name(string text) =>
        ChannelName.TryParse(text, out var name) ? name : throw new ArgumentException(text, nameof(text));

    /// <summary>Starts nodes that join those before and know all others.</summary>
    /// <param name="settings">Laid over those of channels.</param>
    /// <param name="more">Laid over those of the cluster.</param>
    /// <param name="stores">Whether they open the store.</param>
    public static async Task<ChannelNode[]> StartAsync(
        string postgres,
        int count,
        string settings = "",
        string more = "",
        bool stores = false,
        params ChannelNode[] before)
    {
        ChannelNode[] nodes = [.. before];
        for (var i = 0; i < count; i++)
        {
            var node = await TestNode.StartAsync(postgres, more: Patient + more, stores: stores);
            nodes = [.. nodes, new ChannelNode(node, settings)];
        }
        await Task.WhenAll(nodes[before.Length..].Select(node => node.Node.JoinAsync()));
        foreach (var node in nodes) await node.KnowsAsync([.. nodes.Where(other => other != node)]);
        return nodes[before.Length..];
    }

    /// <summary>Waits until exactly these are this node's peers.</summary>
    public Task KnowsAsync(params ChannelNode[] others) => Eventually.AssertAsync(() =>
    {
        Assert.Equal(0, Actors.Unmet);
        Assert.Equal(
            others.Select(other => other.Node.Address).Order(),
            Actors.Peers.Select(peer => peer.Path.Address.ToString()).Order());
    });

    public async Task<LineListener> SubscribeAsync(string channel)
    {
        var listener = new LineListener(_kit.CreateTestProbe(), channel);
        for (var tries = 10; ; tries--)
        {
            Actors.LocalChannels.Tell(listener.Subscribe(), listener.Probe);
            if (await listener.Probe.ReceiveOneAsync(TestNode.Patience) is Subscribed subscribed)
            {
                listener.Subscribers = subscribed.Subscribers;
                return listener;
            }
            Assert.True(tries > 0, $"no one subscribes to {channel}");
        }
    }

    /// <summary>The channels of all nodes, as this one knows them.</summary>
    public async Task<IReadOnlyList<string>> ListAsync() =>
        (await Actors.ChannelList.Ask<ChannelList>(ListChannels.Instance, TestNode.Patience)).Names;

    public Sent Publish(string channel, string content)
    {
        var (bytes, reply) = (Encoding.UTF8.GetBytes(content), new PublishReply());
        Assert.True(Budget.TryEnter(bytes.Length));
        var sent = new Sent(channel, content, TimeProvider.System.GetTimestamp(), reply.Completion);
        Actors.Publisher.Tell(new Publish(Name(channel), "alice", bytes, IsText: true)
        {
            Reply = reply,
            AcceptedAt = sent.At,
        });
        return sent;
    }

    /// <summary>The channels whose homes are on this node now.</summary>
    public async Task<IReadOnlyList<string>> HomesAsync()
    {
        var state = await Actors.Homes.Ask<CurrentShardRegionState>(
            GetShardRegionState.Instance, TestNode.Patience);
        return [.. state.Shards.SelectMany(shard => shard.EntityIds)];
    }

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}
