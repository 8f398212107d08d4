using System.Buffers;
using Broker.Actors.Auction;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Gateway.Http;
using Broker.Gateway.WebSockets;
using Broker.Gateway.WebSockets.Frames;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Auction;

/// <summary>
/// A socket of <c>/v1/stream</c> (contracts §5). Each connection has its own, which knows whether it is
/// authenticated and until when. Every answer keeps its turn; it subscribes when it authenticates, so that
/// the answer to that goes ahead of all events.
/// </summary>
internal sealed class StreamSocketHandler(StreamOptions wire) : IWebSocketHandler
{
    private const string NotAuthenticated = "Not Authenticated";
    private const string Busy = "the broker is busy, try again";
    private const string InvalidEventType = "Invalid Event Type";
    private const string Authenticated = "User Authenticated";
    private const string AlreadyAuthenticated = "Already Authenticated";

    // Until the first event this is when it must have come, and then when the token ends.
    private long _endsAtTicks = (wire.Time.GetUtcNow() + wire.FirstEventTimeout).UtcTicks;
    private bool _isAuthenticated;
    private bool _isOver;
    private CloseReason? _ending;

    public string Name => "auction";

    public IWireEncoding Encoding => wire.Encoding;

    public FrameReaderSettings Frames => wire.Frames;

    public CloseReason? Overdue
    {
        get
        {
            if (wire.Time.GetUtcNow().UtcTicks < Volatile.Read(ref _endsAtTicks)) return null;
            return Volatile.Read(ref _isAuthenticated)
                ? CloseReason.TokenExpired
                : CloseReason.NotAuthenticated;
        }
    }

    public CloseReason? Ending => _ending;

    public ReadOnlyMemory<byte> Greet(string? clientName) => default;

    public ReadOnlyMemory<byte> Refuse(CloseReason reason, string? clientName) => default;

    // A binary message is read like a text: what it says must be JSON either way.
    public Request? Read(ReadOnlyMemory<byte> message, bool isText)
    {
        if (_isOver) return null;

        var read = InputJson.Read(message.Span, wire.EventType);
        var token = read is null ? null : wire.Tokens.Verify(Bearer.Strip(read.Token));
        if (read is null || token is null || (!_isAuthenticated && read.Name != "authenticate"))
        {
            _isOver = true;
            return new UnreadableRequest(default, NotAuthenticated);
        }
        return read.Name switch
        {
            "authenticate" => Authenticate(token),
            "get_offer" or "get_offers" => List(read),
            _ => new UnreadableRequest(default, InvalidEventType),
        };
    }

    public void Write(ReadOnlySpan<Answer> answers, IBufferWriter<byte> output)
    {
        var json = new ArrayBufferWriter<byte>();
        foreach (var answer in answers)
        {
            json.ResetWrittenCount();
            Write(answer, json);
            FrameWriter.WriteFrame(output, Opcode.Text, json.WrittenSpan);
        }
    }

    private Request Authenticate(AuctionToken token)
    {
        Volatile.Write(ref _endsAtTicks, token.ExpiresAt.UtcTicks);
        if (_isAuthenticated) return new EchoRequest(default, AlreadyAuthenticatedEvent());

        Volatile.Write(ref _isAuthenticated, true);
        return new SubscribeRequest(default, AuctionProtocol.Channel);
    }

    private static Request List(StreamEvent read) => read.ReadListing(out var error) is { } listing
        ? new ListOffersRequest(default, listing)
        : new UnreadableRequest(default, error);

    private void Write(Answer answer, IBufferWriter<byte> json)
    {
        switch (answer)
        {
            case SubscribeDone: json.WriteMessage(Authenticated); break;
            case EchoDone m: json.Write(m.Content.Span); break;
            case ListOffersDone m: WriteOffers(m, json); break;
            case Failed { Detail: NotAuthenticated }:
                json.WriteStreamError(NotAuthenticated, kill: true);
                _ending = CloseReason.NotAuthenticated;
                break;
            case Failed { Detail: { } detail }: json.WriteStreamError(detail, kill: false); break;
            // Who cannot be told what happens is not let in.
            case Failed { Channel: not null }:
                json.WriteStreamError(Busy, kill: true);
                _ending = CloseReason.Refused;
                break;
            default: json.WriteStreamError(Busy, kill: false); break;
        }
    }

    private static void WriteOffers(ListOffersDone answer, IBufferWriter<byte> json)
    {
        var offers = new ArrayBufferWriter<byte>();
        offers.WriteOffers(answer.Offers);
        json.WriteData(offers.WrittenSpan);
    }

    private static byte[] AlreadyAuthenticatedEvent()
    {
        var json = new ArrayBufferWriter<byte>();
        json.WriteMessage(AlreadyAuthenticated);
        return json.WrittenSpan.ToArray();
    }
}
