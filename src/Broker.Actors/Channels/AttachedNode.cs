namespace Broker.Actors.Channels;

/// <summary>One node's attachment to a channel, as the home knows it.</summary>
internal sealed class AttachedNode(IActorRef node, long attachId, long offset, bool isLossless)
{
    public IActorRef Node { get; } = node;

    public long AttachId { get; } = attachId;

    /// <summary>
    /// True for the home's own node: what is told within a process arrives, so nothing is kept for it.
    /// </summary>
    public bool IsLossless { get; } = isLossless;

    /// <summary>The number of the last request.</summary>
    public int Version { get; set; }

    public int Subscribers { get; set; }

    /// <summary>The node has handed over all up to here.</summary>
    public long ConfirmedOffset { get; set; } = offset;

    /// <summary>Content bytes that were sent and are not confirmed.</summary>
    public long UnconfirmedBytes { get; set; }
}
