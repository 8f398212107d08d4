using System.Text.Json.Serialization.Metadata;
using Broker.Actors.Delivery;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Auction;

/// <summary>What all sockets of <c>/v1/stream</c> share.</summary>
/// <param name="FirstEventTimeout">From the handshake to the first event.</param>
internal sealed record StreamOptions(
    IWireEncoding Encoding,
    FrameReaderSettings Frames,
    AuctionTokens Tokens,
    JsonTypeInfo<StreamEvent> EventType,
    TimeSpan FirstEventTimeout,
    TimeProvider Time);
