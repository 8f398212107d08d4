using System.Text;
using Broker.Gateway.Auction;
using Broker.Gateway.Http;
using Broker.Gateway.Tests.Users;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Gateway.Tests.Auction;

public class AuctionInputSpec
{
    [Fact]
    public void An_offer_needs_a_price_and_a_title_and_nothing_else() => Assert.Equal(
        new CreateOffer("alice", 10.5m, "a lamp", "", TimeSpan.Zero, GoLive: null),
        Offer("""{"bid_price":10.5,"title":"a lamp"}"""));

    [Fact]
    public void An_offer_takes_all_that_there_is() => Assert.Equal(
        new CreateOffer(
            "alice", 1m, "a", "http://x/y.png", TimeSpan.FromSeconds(3600.5), SpecTime.Start.AddHours(-1)),
        Offer(
            """
            {"title":"a","bid_price":1,"photo_url":"http://x/y.png","lifetime":3600.5,
            "go_live":"2030-01-02T03:04:05+01:00"}
            """));

    [Theory]
    [InlineData("""{"bid_price":1,"title":"a","id":"7","created_by":"bob","sold":true}""")]
    [InlineData("""{"bid_price":1,"title":"a","id":7,"created_by":[],"sold":"x","other":{"a":[null]}}""")]
    [InlineData("""{"bid_price":1,"title":"a","photo_url":null,"lifetime":null,"go_live":null}""")]
    public void What_is_not_a_clients_to_say_is_ignored(string json) =>
        Assert.Equal(new CreateOffer("alice", 1m, "a", "", TimeSpan.Zero, GoLive: null), Offer(json));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"title":"a"}""")]
    [InlineData("""{"bid_price":null,"title":"a"}""")]
    [InlineData("""{"bid_price":0,"title":"a"}""")]
    [InlineData("""{"bid_price":-1,"title":"a"}""")]
    [InlineData("""{"bid_price":"1","title":"a"}""")]
    [InlineData("""{"bid_price":true,"title":"a"}""")]
    [InlineData("""{"bid_price":[1],"title":"a"}""")]
    [InlineData("""{"bid_price":NaN,"title":"a"}""")]
    [InlineData("""{"bid_price":1.00001,"title":"a"}""")]
    [InlineData("""{"bid_price":9007199254740993,"title":"a"}""")]
    [InlineData("""{"Bid_Price":1,"title":"a"}""")]
    [InlineData("""{"bid_price":1}""")]
    [InlineData("""{"bid_price":1,"title":""}""")]
    [InlineData("""{"bid_price":1,"title":7}""")]
    [InlineData("""{"bid_price":1,"title":"\ud800"}""")]
    [InlineData("""{"bid_price":1,"title":"a","photo_url":7}""")]
    [InlineData("""{"bid_price":1,"title":"a","lifetime":"60"}""")]
    [InlineData("""{"bid_price":1,"title":"a","lifetime":-1}""")]
    [InlineData("""{"bid_price":1,"title":"a","lifetime":9007199254740992}""")]
    [InlineData("""{"bid_price":1,"title":"a","go_live":"tomorrow"}""")]
    [InlineData("""{"bid_price":1,"title":"a","go_live":1893553445}""")]
    [InlineData("""{"bid_price":1,"title":"a","go_live":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{"bid_price":5,"bid_price":1,"title":"a"}""")]
    [InlineData("""{"bid_price":1,"title":"a","title":"a"}""")]
    [InlineData("""{"bid_price":1,"title":"a","go_live":null,"go_live":null}""")]
    [InlineData("""{"bid_price":1,"title":"a","\u0074itle":"b"}""")]
    [InlineData("""{"bid_price":1,"title":"a"} x""")]
    [InlineData(
        """{"bid_price":1,"title":"a","x":"""
        + """[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}""")]
    public void Whatever_else_is_refused_with_400(string json)
    {
        var refusal = Assert.Throws<HttpErrorException>(() => Offer(json));
        Assert.Equal(400, refusal.Status);
    }

    [Theory]
    [InlineData("""{"bid_price":"1","title":"a"}""", "bid_price must be given once, as a number over 0")]
    [InlineData("""{"bid_price":1,"title":"a","title":"b"}""", "title must be given once, as text")]
    [InlineData("""{"bid_price":1,"title":"a","go_live":7}""", "go_live must be given once, as a time")]
    [InlineData("""{"bid_price":1}""", "the body must be a JSON object with bid_price and title")]
    [InlineData("[]", "the body must be a JSON object with bid_price and title")]
    public void A_refusal_says_which_field_is_wrong(string json, string message) => Assert.StartsWith(
        message, Assert.Throws<HttpErrorException>(() => Offer(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_title_has_its_limit_in_bytes()
    {
        var most = Stage.Settings().Auction.TitleBytesMax;
        Assert.Equal(most, Offer($$"""{"bid_price":1,"title":"{{new string('a', most)}}"}""").Title.Length);
        Assert.Throws<HttpErrorException>(() =>
            Offer($$"""{"bid_price":1,"title":"{{new string('é', (most / 2) + 1)}}"}"""));
    }

    [Theory]
    [InlineData("""{"username":"alice","password":"x"}""", true)]
    [InlineData("""{"username":"alice","password":"x","more":1}""", true)]
    [InlineData("""{"username":"","password":"x"}""", false)]
    [InlineData("""{"username":"alice","password":""}""", false)]
    [InlineData("""{"username":"a\nb","password":"x"}""", false)]
    [InlineData("""{"username":"alice"}""", false)]
    [InlineData("""{"password":"x"}""", false)]
    [InlineData("""{"username":7,"password":"x"}""", false)]
    [InlineData("""{"username":null,"password":"x"}""", false)]
    [InlineData("""{"username":"alice","password":["x"]}""", false)]
    [InlineData("""{"username":"alice","username":"bob","password":"x"}""", false)]
    [InlineData("""{"username":"alice","password":"x","password":"y"}""", false)]
    public void An_account_needs_a_name_and_a_password(string json, bool isOne)
    {
        if (isOne) Assert.Equal("alice", Input().ReadNewAccount(Encoding.UTF8.GetBytes(json)).Username);
        else Assert.Throws<HttpErrorException>(() => Input().ReadNewAccount(Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void A_login_that_can_be_nobodys_is_read_but_no_account()
    {
        var login = Input().ReadLogin("""{"username":"","password":""}"""u8);
        Assert.False(Input().MayBeAccount(login));
        Assert.True(Input().MayBeAccount(new Credentials("alice", "x")));
    }

    [Fact]
    public void Credentials_do_not_print_a_password() =>
        Assert.DoesNotContain("secret", $"{new Credentials("alice", "secret")}", StringComparison.Ordinal);

    [Theory]
    [InlineData("000000000000000700000000", true)]
    [InlineData("000000000000000700000001", false)]
    [InlineData("00000000000000070000000A", false)]
    [InlineData("7", false)]
    [InlineData("", false)]
    public void A_bid_for_what_can_be_no_offer_is_for_an_unknown_one(string offer, bool mayBe)
    {
        var bid = Input().ReadBid(
            Encoding.UTF8.GetBytes($$"""{"bid_price":1.5,"offer_id":"{{offer}}"}"""), "bob");
        Assert.Equal(mayBe, bid == new PlaceBid(new(7), "bob", 1.5m));
        Assert.Equal(mayBe, bid is not null);
    }

    private static CreateOffer Offer(string json) => Input().ReadOffer(Encoding.UTF8.GetBytes(json), "alice");

    private static AuctionInput Input()
    {
        var settings = Stage.Settings();
        return new AuctionInput(settings.Auction, settings.AuctionHttp, settings.WebSocket);
    }
}
