using Broker.Actors.Channels;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// How an event stream begins: a comment with the channel's epoch, and a <c>gap</c> event when the history
/// cannot prove that nothing is missing since the id that the client came with.
/// </summary>
internal static class SseGreeting
{
    public static ReadOnlyMemory<byte> Of(LocalChannelProtocol.Subscribed subscribed)
    {
        var opening = SseEncoding.EncodeOpening(subscribed.Epoch);
        if (subscribed.Continuous) return opening;

        return (byte[])[.. opening.Span, .. SseEncoding.EncodeGap(subscribed.Offset, subscribed.Epoch).Span];
    }
}
