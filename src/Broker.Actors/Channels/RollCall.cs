using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// A home that starts asks the other nodes who is attached to its channel. Until all have answered, or half a
/// second has passed, it holds what is published, so that after a failure no subscriber misses it. While the
/// home's node has not met all others, it waits for the whole time: those that it meets meanwhile are asked.
/// </summary>
internal sealed class RollCall(IEnumerable<IActorRef> peers, bool hasUnmet, DateTimeOffset endsAt)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly HashSet<IActorRef> _silent = [.. peers];

    /// <summary>Then it ends in any case.</summary>
    public DateTimeOffset EndsAt { get; } = endsAt;

    /// <summary>True while some have not answered.</summary>
    public bool IsMissing => hasUnmet || _silent.Count > 0;

    /// <summary>What was published meanwhile: one batch of each publisher, and its repeats.</summary>
    public Queue<PublishBatch> Held { get; } = new();

    /// <summary>Calls the roll, where there are other nodes.</summary>
    public static RollCall? Begin(ChannelName channel, HomeDependencies around)
    {
        // In this order: a node is a peer before it is not unmet any more.
        var hasUnmet = around.Nodes.Unmet > 0;
        var peers = around.Nodes.Peers;
        if (peers.Count == 0 && !hasUnmet) return null;

        around.Nodes.Node.Tell(new LocalChannelProtocol.CallRoll(channel));
        // Its own node too: the home may have moved here from another.
        return new RollCall(
            [.. peers, around.Nodes.Node], hasUnmet, around.Time.GetUtcNow() + Patience);
    }

    /// <summary>A node has attached, or has said that it has no one.</summary>
    /// <returns>True when it was the last.</returns>
    public bool Heard(IActorRef node)
    {
        _silent.Remove(node);
        return !IsMissing;
    }
}
