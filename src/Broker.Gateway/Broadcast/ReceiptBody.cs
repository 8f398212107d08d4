using Broker.Actors;
using Broker.Actors.Channels;

namespace Broker.Gateway.Broadcast;

/// <summary>The receipt of a publication.</summary>
internal sealed record ReceiptBody(
    string Channel, long Offset, string Epoch, int Receivers, string Durability)
{
    public static ReceiptBody Of(ChannelName channel, PublishResult result) => new(
        channel.Value,
        result.Offset,
        result.Epoch,
        result.Receivers,
#pragma warning disable CA1308 // The wire's word is lower case.
        result.Level.ToString().ToLowerInvariant());
#pragma warning restore CA1308
}
