using Broker.Cluster.Tests.Kit;

namespace Broker.Cluster.Tests.Channels;

/// <summary>Nodes with channels under load, to which something happens.</summary>
[Collection(nameof(Clusters))]
public abstract class ChannelStory : IAsyncLifetime
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(4);

    private readonly List<ChannelNode> _nodes = [];

    /// <summary>Half of them are stored, on nodes that have a store.</summary>
    private protected static string[] Channels { get; } =
    [
        .. Enumerable.Range(0, 10).SelectMany(number => (string[])[$"channel {number}", $"kept {number}"]),
    ];

    /// <summary>Whether a channel is one of those that are stored.</summary>
    private protected static bool IsKept(string channel) =>
        channel.StartsWith("kept", StringComparison.Ordinal);

    private protected IReadOnlyList<ChannelNode> Nodes => _nodes;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    private protected async Task StartAsync(
        string postgres, int nodes, string settings = "", string more = "", bool stores = false) =>
        _nodes.AddRange(await ChannelNode.StartAsync(postgres, nodes, settings, more, stores, [.. _nodes]));

    private protected async Task<LineListener[]> SubscribeAsync(params ChannelNode[] nodes) =>
        await Task.WhenAll(nodes.SelectMany(node => Channels.Select(node.SubscribeAsync)));

    private protected static Load[] Begin(params ChannelNode[] nodes) =>
        [.. nodes.Select(node => new Load(node, Channels, Pace))];

    private protected static async Task<Sent[]> StopAsync(params Load[] loads) =>
        [.. (await Task.WhenAll(loads.Select(load => load.StopAsync()))).SelectMany(sent => sent)];

    /// <summary>Gives the channels whose homes are on a node.</summary>
    private protected static async Task<string[]> HomesOnAsync(ChannelNode node) =>
        [.. (await node.HomesAsync()).Intersect(Channels)];

    /// <summary>
    /// Each subscriber has what was acknowledged, once and in the order of its offsets, and nothing that no
    /// one has sent.
    /// </summary>
    /// <param name="mayMiss">Whether one that was told a gap may lack something.</param>
    private protected static async Task CheckAsync(
        IReadOnlyCollection<Sent> sent, IEnumerable<LineListener> listeners, bool mayMiss = false)
    {
        var byChannel = sent.ToLookup(one => one.Channel);
        foreach (var listener in listeners)
        {
            var accepted = byChannel[listener.Channel].Where(one => one.Result.Result.IsAccepted).ToList();
            if (!mayMiss || listener.Gaps == 0)
                await Eventually.AssertAsync(() =>
                    Assert.Empty(accepted.Select(one => one.Content).Except(listener.Received)));
            var received = listener.Received;
            Assert.Distinct(received);
            Assert.Empty(received.Except(byChannel[listener.Channel].Select(one => one.Content)));
            var placeOf = received.Index().ToDictionary(one => one.Item, one => one.Index);
            foreach (var epoch in accepted.GroupBy(one => one.Result.Result.Epoch))
            {
                var places = epoch.Where(one => placeOf.ContainsKey(one.Content))
                    .OrderBy(one => one.Result.Result.Offset).Select(one => placeOf[one.Content]).ToList();
                Assert.Equal(places.Order(), places);
            }
        }
    }
}
