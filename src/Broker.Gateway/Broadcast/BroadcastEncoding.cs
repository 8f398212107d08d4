using System.Buffers;
using Broker.Actors;
using Broker.Actors.Delivery;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// A publication as Broadcast subscribers see it (contracts §1): one frame, text where the content is valid
/// UTF-8 and binary where it is not, whose payload is the content byte for byte.
/// </summary>
internal sealed class BroadcastEncoding : IWireEncoding
{
    public static readonly BroadcastEncoding Instance = new(Protocol.Broadcast);

    /// <summary>The same for the sockets of users, which count for another protocol.</summary>
    public static readonly BroadcastEncoding ForUsers = new(Protocol.Users);

    /// <summary>The same for the auction's events, whose contents are whole frames already.</summary>
    public static readonly BroadcastEncoding ForAuction = new(Protocol.Auction);

    private BroadcastEncoding(Protocol protocol) => Protocol = protocol;

    public Protocol Protocol { get; }

    public void Encode(Publication publication, IBufferWriter<byte> output)
    {
        var opcode = publication.IsText ? Opcode.Text : Opcode.Binary;
        FrameWriter.WriteFrame(output, opcode, publication.Content.Span);
    }
}
