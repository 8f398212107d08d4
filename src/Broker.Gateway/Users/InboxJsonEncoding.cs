using System.Buffers;
using Broker.Actors;
using Broker.Actors.Delivery;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Users;

/// <summary>
/// A message as a structured socket sees it, in one text frame. The other form, bare contents, is that of
/// Broadcast.
/// </summary>
internal sealed class InboxJsonEncoding : IWireEncoding
{
    public static readonly InboxJsonEncoding Instance = new();

    private InboxJsonEncoding()
    {
    }

    public Protocol Protocol => Protocol.Users;

    public void Encode(Publication publication, IBufferWriter<byte> output)
    {
        var json = new ArrayBufferWriter<byte>();
        InboxJson.WriteEvent(json, publication);
        FrameWriter.WriteFrame(output, Opcode.Text, json.WrittenSpan);
    }
}
