using System.Buffers;
using Broker.Actors;
using Broker.Actors.Delivery;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.WebSockets.Compression;

/// <summary>
/// Another encoding under permessage-deflate: each publication is compressed once and serves every subscriber
/// that negotiated it. A publication that does not shrink goes out as it is, which RFC 7692 §6 allows.
/// </summary>
internal sealed class DeflatedEncoding(IWireEncoding plain) : IWireEncoding
{
    private const int OpcodeMask = 0x0F;

    public Protocol Protocol => plain.Protocol;

    public void Encode(Publication publication, IBufferWriter<byte> output)
    {
        var frame = new ArrayBufferWriter<byte>();
        plain.Encode(publication, frame);
        var payload = frame.WrittenSpan[FrameWriter.HeaderLengthOf(frame.WrittenSpan)..];
        var deflated = MessageDeflater.Deflate(payload);
        if (deflated.Length >= payload.Length) output.Write(frame.WrittenSpan);
        else FrameWriter.WriteFrame(
            output, (Opcode)(frame.WrittenSpan[0] & OpcodeMask), deflated, compressed: true);
    }
}
