using Broker.Actors.Cluster;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// What the homes and the local channels of a node work with. One instance serves all, so that a channel
/// carries one reference to it.
/// </summary>
/// <param name="Nodes">The other actors of this node.</param>
/// <param name="Budget">Publications on their way through this node.</param>
/// <param name="Store">Null where nothing is stored.</param>
public sealed record HomeDependencies(
    ChannelSettings Settings,
    NodeActors Nodes,
    PendingBytesLimit Budget,
    PeerWindows Windows,
    BrokerMetrics Metrics,
    TimeProvider Time,
    ChannelStore? Store = null)
{
    public ChannelLimits Limits { get; } = ChannelLimits.Of(Settings);

    /// <summary>Under which homes of this node store and accept.</summary>
    public IHomeLease Lease { get; init; } = OneProcess.Instance;

    /// <summary>Whether the channel of that name is stored.</summary>
    public bool IsStored(string name) =>
        Store is not null
        && ChannelName.TryRestore(name, out var channel)
        && Settings.KindOf(channel).IsStored;

    /// <summary>
    /// True for a batch of another node while this one has too much under way. What comes from here has
    /// entered the budget already.
    /// </summary>
    public bool IsTooMuchFromElsewhere(PublishBatch m) => !m.Node.Equals(Nodes.Node) && Budget.IsFull;
}
