using System.Buffers;
using System.Text;
using Broker.Actors;
using Broker.Actors.Delivery;

namespace Broker.Tcp.Framed;

/// <summary>
/// Deliveries in framed form. Relays come encoded (<see cref="Relays.HubContents"/>); a publication of any
/// other channel is <c>PUBLICATION channel-length channel sender-length sender content</c>.
/// </summary>
internal sealed class HubFrameEncoding : IWireEncoding
{
    public static readonly HubFrameEncoding Instance = new();

    private HubFrameEncoding()
    {
    }

    public Protocol Protocol => Protocol.Hub;

    public void Encode(Publication publication, IBufferWriter<byte> output)
    {
        var channel = Encoding.UTF8.GetBytes(publication.Channel.Value);
        var sender = Encoding.UTF8.GetBytes(publication.Sender);
        FrameWriter.Head(
            output,
            FrameType.Publication,
            LengthOf(channel) + LengthOf(sender) + publication.Content.Length);
        Write(output, channel);
        Write(output, sender);
        output.Write(publication.Content.Span);
    }

    private static int LengthOf(byte[] text) => Varint.LengthOf((ulong)text.Length) + text.Length;

    private static void Write(IBufferWriter<byte> output, byte[] text)
    {
        Varint.Write(output, (ulong)text.Length);
        output.Write(text);
    }
}
