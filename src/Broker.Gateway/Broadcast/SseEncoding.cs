using System.Buffers;
using System.Text;
using Broker.Actors;
using Broker.Actors.Delivery;
using Broker.Gateway.Text;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// A publication as one Server-Sent Event (WHATWG HTML §9.2): <c>id</c> is its position, and each of its
/// lines is a <c>data</c> line. Lines end at CR, LF or CR LF, as they do in the event stream itself; the
/// browser joins them with LF, so of a line break the client learns that there is one, not which.
/// </summary>
internal sealed class SseEncoding : IWireEncoding
{
    public static readonly SseEncoding Instance = new();

    private SseEncoding()
    {
    }

    public Protocol Protocol => Protocol.Sse;

    /// <summary>A comment, which clients ignore: it shows that the stream is alive.</summary>
    public static ReadOnlyMemory<byte> KeepAlive { get; } = ":\n\n"u8.ToArray();

    /// <summary>
    /// What a stream begins with: a comment for people that names the epoch, within which offsets compare.
    /// </summary>
    public static ReadOnlyMemory<byte> EncodeOpening(string epoch) =>
        Encoding.UTF8.GetBytes($": epoch {epoch}\n\n");

    /// <summary>
    /// The event <c>gap</c>: it cannot be proved that nothing is missing between the client's
    /// <c>Last-Event-ID</c> and what follows. Its data is <c>{"offset":…,"epoch":"…"}</c>.
    /// </summary>
    /// <param name="offset">The last of the channel when the client joined.</param>
    /// <param name="epoch">What offsets of this stream are comparable within.</param>
    public static ReadOnlyMemory<byte> EncodeGap(long offset, string epoch)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("event: gap\ndata: {\"offset\":"u8);
        output.WriteNumber(offset);
        output.Write(",\"epoch\":"u8);
        output.WriteJsonString(epoch);
        output.Write("}\n\n"u8);
        return output.WrittenMemory;
    }

    ReadOnlyMemory<byte> IWireEncoding.EncodeGap(ChannelName channel, long offset, string epoch) =>
        EncodeGap(offset, epoch);

    public void Encode(Publication publication, IBufferWriter<byte> output)
    {
        var content = publication.Content.Span;
        if (!publication.IsText) content = Utf8Repair.Repair(content);

        output.Write("id: "u8);
        SsePosition.Write(publication, output);
        for (int end; (end = content.IndexOfAny((byte)'\r', (byte)'\n')) >= 0;)
        {
            WriteLine(content[..end], output);
            var isPair = content[end..].StartsWith("\r\n"u8);
            content = content[(end + (isPair ? 2 : 1))..];
        }
        WriteLine(content, output);
        output.Write("\n\n"u8);
    }

    // The client takes one blank after the colon away, so a line may begin with one of its own.
    private static void WriteLine(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        output.Write(line.IsEmpty ? "\ndata:"u8 : "\ndata: "u8);
        output.Write(line);
    }
}
