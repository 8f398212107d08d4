using System.Buffers;
using System.Text;
using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Gateway.Auction;
using Broker.Gateway.Tests.Users;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Tests.Auction;

public class StreamSocketHandlerSpec
{
    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly AuctionTokens _tokens;
    private readonly StreamSocketHandler _protocol;

    public StreamSocketHandlerSpec()
    {
        var settings = Stage.Settings();
        _tokens = new AuctionTokens(
            settings.Auction, settings.AuctionHttp, settings.Tokens, Stage.Keys(settings, _time), _time);
        _protocol = (StreamSocketHandler)new AuctionStreams(
            settings.AuctionHttp, settings.WebSocket, _tokens, _time).Admit(deflate: false).Protocol;
    }

    [Theory]
    [InlineData("""{"event":"authenticate","token":"TOKEN"}""")]
    [InlineData("""{"Event":"authenticate","Token":"TOKEN"}""")]
    [InlineData("""{"EVENT":"authenticate","ToKeN":"TOKEN","more":{"a":1}}""")]
    [InlineData("""{"event":"authenticate","token":"Bearer TOKEN"}""")]
    public void It_hears_what_happens_once_it_is_authenticated(string json)
    {
        var subscribe = Assert.IsType<SubscribeRequest>(Read(json));
        Assert.Equal("$offers", subscribe.Channel.Value);
        Assert.Equal(
            """{"data":null,"error":null,"code":null,"message":"User Authenticated","Kill":false}""",
            Written(Subscribed(subscribe)));
    }

    [Fact]
    public void Authenticating_again_is_only_said()
    {
        Authenticate();
        var again = Assert.IsType<EchoRequest>(Read("""{"event":"authenticate","token":"TOKEN"}"""));
        Assert.Equal(
            """{"data":null,"error":null,"code":null,"message":"Already Authenticated","Kill":false}""",
            Written(new EchoDone(default, again.Content)));
    }

    [Theory]
    [InlineData("""{"event":"get_offer","token":"TOKEN"}""")]
    [InlineData("""{"event":"other","token":"TOKEN"}""")]
    [InlineData("""{"event":"Authenticate","token":"TOKEN"}""")]
    [InlineData("""{"token":"TOKEN"}""")]
    [InlineData("""{"event":7,"token":"TOKEN"}""")]
    [InlineData("""{"event":"authenticate"}""")]
    [InlineData("""{"event":"authenticate","token":"x"}""")]
    [InlineData("""{"event":"authenticate","token":7}""")]
    [InlineData("""{"event":"authenticate","token":null}""")]
    [InlineData("""{"event":"authenticate","token":"TOKEN","Token":"TOKEN"}""")]
    [InlineData("""{"event":"authenticate","EVENT":"authenticate","token":"TOKEN"}""")]
    [InlineData("""{"event":"\ud800","token":"TOKEN"}""")]
    [InlineData("""["authenticate"]""")]
    [InlineData("hello")]
    [InlineData("")]
    public void Anything_else_first_ends_it(string json) => AssertEnds(Read(json));

    [Theory]
    [InlineData("""{"event":"get_offer"}""")]
    [InlineData("""{"event":"get_offer","token":"x"}""")]
    [InlineData("""{"event":"authenticate","token":"x"}""")]
    [InlineData("""{"event":"other","token":""}""")]
    [InlineData("hello")]
    public void Anything_later_without_a_valid_token_ends_it_too(string json)
    {
        Authenticate();
        AssertEnds(Read(json));
        Assert.Null(Read("""{"event":"get_offer","token":"TOKEN"}"""));
    }

    [Theory]
    [InlineData("""{"event":"other","token":"TOKEN"}""")]
    [InlineData("""{"token":"TOKEN"}""")]
    [InlineData("""{"event":["get_offer"],"token":"TOKEN"}""")]
    public void An_unknown_event_is_an_error_and_it_stays_open(string json)
    {
        Authenticate();
        Assert.Equal(
            """{"data":null,"error":"Invalid Event Type","code":null,"message":null,"Kill":false}""",
            Written(FailedOf(Read(json))));
        Assert.Null(_protocol.Ending);
    }

    [Theory]
    [InlineData("""{"event":"get_offer","token":"TOKEN"}""", OfferSort.GoLive, false, 0, 10)]
    [InlineData(
        """{"event":"get_offers","token":"TOKEN","page":2,"size":5,"sort_key":"-title"}""",
        OfferSort.Title, true, 2, 5)]
    [InlineData(
        """{"Event":"get_offer","Token":"TOKEN","Page":1,"SIZE":1e1,"Sort_Key":"sold"}""",
        OfferSort.Sold, false, 1, 10)]
    [InlineData("""{"event":"get_offer","token":"TOKEN","page":null}""", OfferSort.GoLive, false, 0, 10)]
    public void Offers_are_asked_for_by_page(string json, OfferSort sort, bool descending, int page, int size)
    {
        Authenticate();
        var request = Assert.IsType<ListOffersRequest>(Read(json));
        Assert.Equal(new ListOffers(sort, descending, page, size), request.Listing);
    }

    [Theory]
    [InlineData("\"page\":-1")]
    [InlineData("\"page\":\"1\"")]
    [InlineData("\"size\":0")]
    [InlineData("\"size\":101")]
    [InlineData("\"size\":1.5")]
    [InlineData("\"sort_key\":\"price\"")]
    [InlineData("\"sort_key\":7")]
    [InlineData("\"sort_key\":\"\\ud800\"")]
    [InlineData("\"page\":1e99")]
    public void A_page_that_cannot_be_is_an_error_and_it_stays_open(string field)
    {
        Authenticate();
        var failed = FailedOf(Read($$"""{"event":"get_offer","token":"TOKEN",{{field}}}"""));
        Assert.Contains("must be", failed.Detail, StringComparison.Ordinal);
        Written(failed);
        Assert.Null(_protocol.Ending);
    }

    [Fact]
    public void Offers_are_a_text_that_holds_JSON() => Assert.Equal(
        """{"data":"[{\"id\":\"000000000000000700000000\",\"bid_price\":10.5,"""
        + """\"go_live\":\"2030-01-02T03:04:05.0000000+00:00\",\"lifetime\":60,\"photo_url\":\"\","""
        + """\"title\":\"a \\\"lamp\\\"\",\"created_by\":\"alice\",\"sold\":false}]","""
        + """
          "error":null,"code":null,"message":null,"Kill":false}
          """,
        Written(new ListOffersDone(default, [Lamp])));

    [Fact]
    public void Without_offers_the_data_is_an_empty_array() => Assert.StartsWith(
        "{\"data\":\"[]\",", Written(new ListOffersDone(default, [])), StringComparison.Ordinal);

    [Fact]
    public void What_happens_is_the_whole_event()
    {
        var wire = new AuctionEventEncoder();
        Assert.Contains(
            "\"message\":\"offerCreated\",\"Kill\":false}", Text(wire.Encode(new OfferCreated(Lamp))),
            StringComparison.Ordinal);
        Assert.Contains(
            "\"message\":\"offerSold\"", Text(wire.Encode(new OfferSold(Lamp))), StringComparison.Ordinal);
        Assert.Equal(
            """{"data":"{\"id\":\"000000000000000700000001\",\"bid_price\":11,\"username\":\"bob\","""
            + """\"offer_id\":\"000000000000000700000000\","""
            + """\"timestamp\":\"2030-01-02T03:04:05.0000000+00:00\",\"accepted\":false}","""
            + """
              "error":null,"code":null,"message":"bidPlaced","Kill":false}
              """,
            Text(wire.Encode(new BidPlaced(
                new Bid(new BidId(new OfferId(7), 1), 11m, "bob", SpecTime.Start, Accepted: false)))));
    }

    [Fact]
    public void The_first_event_must_come_in_time()
    {
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Null(_protocol.Overdue);

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(CloseReason.NotAuthenticated, _protocol.Overdue);
    }

    [Fact]
    public void It_ends_with_its_token_and_a_newer_one_prolongs_it()
    {
        Authenticate();
        _time.Advance(TimeSpan.FromMinutes(30));
        Read("""{"event":"authenticate","token":"TOKEN"}""");
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Null(_protocol.Overdue);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(CloseReason.TokenExpired, _protocol.Overdue);
    }

    [Fact]
    public void Who_cannot_be_told_what_happens_is_not_let_in()
    {
        Authenticate();
        var failed = new Failed(default, RequestError.ChannelFull) { Channel = AuctionProtocol.Channel };
        Assert.EndsWith("\"Kill\":true}", Written(failed), StringComparison.Ordinal);
        Assert.Equal(CloseReason.Refused, _protocol.Ending);
    }

    [Fact]
    public void A_list_that_cannot_be_had_now_is_an_error_and_it_stays_open()
    {
        Authenticate();
        Assert.EndsWith(
            "\"Kill\":false}", Written(new Failed(default, RequestError.Busy)), StringComparison.Ordinal);
        Assert.Null(_protocol.Ending);
    }

    private static Offer Lamp { get; } = new(
        new OfferId(7), 10.50m, SpecTime.Start, TimeSpan.FromMinutes(1), "", "a \"lamp\"", "alice",
        Sold: false);

    private static SubscribeDone Subscribed(SubscribeRequest request) => new(
        default, new LocalChannelProtocol.Subscribed(request.Channel, 1, 7, "ab"));

    private static Failed FailedOf(Request? request) =>
        new(default, RequestError.Unreadable) { Detail = Assert.IsType<UnreadableRequest>(request).Detail };

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    private void Authenticate() =>
        Assert.IsType<SubscribeRequest>(Read("""{"event":"authenticate","token":"TOKEN"}"""));

    private void AssertEnds(Request? request)
    {
        Assert.Equal(
            """{"data":null,"error":"Not Authenticated","code":null,"message":null,"Kill":true}""",
            Written(FailedOf(request)));
        Assert.Equal(CloseReason.NotAuthenticated, _protocol.Ending);
    }

    private Request? Read(string json)
    {
        json = json.Replace("TOKEN\"", _tokens.Issue("alice") + "\"", StringComparison.Ordinal);
        return _protocol.Read(Encoding.UTF8.GetBytes(json), isText: true);
    }

    private string Written(Answer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        _protocol.Write([answer], output);
        return WireFrame.Single(output.WrittenSpan).Text;
    }
}
