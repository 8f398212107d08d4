using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>A publication on its way through the journal.</summary>
/// <param name="Stored">As it is stored; it has no offset yet.</param>
/// <param name="Publish">The request.</param>
/// <param name="Pending">Who waits for the receipt, if anybody does.</param>
internal sealed record StagedPublication(
    StoredPublication Stored, Publish Publish, PendingReceipt? Pending)
{
    /// <summary>True when this node's subscribers have it already: the journal was away.</summary>
    public bool IsDelivered { get; set; }

    public int Bytes => Stored.Publication.Content.Length;
}
