using Broker.Actors;

namespace Broker.Gateway.Broadcast;

/// <summary>The receipt of a publication.</summary>
internal sealed record ReceiptBody(
    string Channel, long Offset, string Epoch, int Receivers, string Durability)
{
    public static ReceiptBody Of(Receipt receipt) => new(
        receipt.Channel.Value,
        receipt.Offset,
        receipt.Epoch,
        receipt.Receivers,
#pragma warning disable CA1308 // The wire's word is lower case.
        receipt.Durability.ToString().ToLowerInvariant());
#pragma warning restore CA1308
}
