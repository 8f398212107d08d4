using System.Buffers;
using System.Text;
using Broker.Gateway.PlainRequests;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// Recognises a plain WebSocket handshake at the start of a connection, by <see cref="PlainHeadReader"/>'s
/// rules.
/// </summary>
internal static class UpgradeParser
{
    // A body would be taken for frames.
    private static readonly uint Known =
        ~PlainHeaders.SetOf(PlainHeader.ContentLength, PlainHeader.ContentType);

    /// <summary>
    /// Looks at <paramref name="input"/> from its beginning and consumes nothing. The request is set when the
    /// answer is <see cref="PlainOutcome.Plain"/>; its head is then the first <c>Head.Length</c> bytes.
    /// </summary>
    public static PlainOutcome TryParse(in ReadOnlySequence<byte> input, out UpgradeRequest request)
    {
        var outcome = PlainHeadReader.TryRead(input, "GET /"u8, Known, out var head);
        request = new UpgradeRequest(head);
        return outcome != PlainOutcome.Plain || IsHandshake(head, request.Key)
            ? outcome
            : PlainOutcome.NotPlain;
    }

    // RFC 6455 §4.2.1.
    private static bool IsHandshake(in PlainHead head, ReadOnlySpan<byte> key) =>
        IsUpgradeOnly(head[PlainHeader.Connection])
        && Ascii.EqualsIgnoreCase(head[PlainHeader.Upgrade], "websocket"u8)
        && head[PlainHeader.Version].SequenceEqual("13"u8)
        && Handshake.IsKey(key);

    // Other connection options than keep-alive name headers or ask for something.
    private static bool IsUpgradeOnly(ReadOnlySpan<byte> connection)
    {
        var hasUpgrade = false;
        foreach (var range in connection.Split((byte)','))
        {
            var token = connection[range].Trim((byte)' ');
            if (Ascii.EqualsIgnoreCase(token, "upgrade"u8)) hasUpgrade = true;
            else if (!Ascii.EqualsIgnoreCase(token, "keep-alive"u8)) return false;
        }

        return hasUpgrade;
    }
}
