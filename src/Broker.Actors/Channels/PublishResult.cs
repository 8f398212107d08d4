namespace Broker.Actors.Channels;

/// <summary>What became of one publication.</summary>
/// <param name="Reason">Null when it is accepted.</param>
/// <param name="Offset">Its place; 0 when it has none.</param>
/// <param name="Receivers">Subscribers on all nodes when it was sent.</param>
/// <param name="Level">What it survives.</param>
public readonly record struct PublishResult(
    ChannelProtocol.RejectReason? Reason, long Offset, string Epoch, int Receivers, Durability Level)
{
    public bool IsAccepted => Reason is null;

    public static PublishResult Accepted(long offset, string epoch, int receivers, Durability level) =>
        new(null, offset, epoch, receivers, level);

    public static PublishResult Rejected(ChannelProtocol.RejectReason reason) =>
        new(reason, 0, "", 0, Durability.Memory);
}
