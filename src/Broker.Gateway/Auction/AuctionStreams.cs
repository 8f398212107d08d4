using Broker.Actors.Delivery;
using Broker.Gateway.Broadcast;
using Broker.Gateway.WebSockets;
using Broker.Gateway.WebSockets.Compression;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Auction;

/// <summary>What a socket of <c>/v1/stream</c> is let in as, whichever way its handshake came.</summary>
internal sealed class AuctionStreams(
    AuctionHttpSettings auction, WebSocketSettings sockets, AuctionTokens tokens, TimeProvider time)
{
    private readonly StreamOptions _plain = WireOf(auction, sockets, tokens, time, deflate: false);
    private readonly StreamOptions _deflated = WireOf(auction, sockets, tokens, time, deflate: true);

    public WebSocketAdmission Admit(bool deflate) =>
        new(new StreamSocketHandler(deflate ? _deflated : _plain));

    // The content of a publication is the whole event, so that its frame is that of Broadcast.
    private static StreamOptions WireOf(
        AuctionHttpSettings auction,
        WebSocketSettings sockets,
        AuctionTokens tokens,
        TimeProvider time,
        bool deflate)
    {
        IWireEncoding plain = BroadcastEncoding.ForAuction;
        return new StreamOptions(
            deflate ? new DeflatedEncoding(plain) : plain,
            new FrameReaderSettings(auction.StreamMessageBytesMax, sockets.FragmentsMax, deflate),
            tokens,
            StreamEvent.TypeWith(sockets.JsonDepthMax),
            auction.FirstEventTimeout,
            time);
    }
}
