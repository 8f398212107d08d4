namespace Broker.EndToEnd.Tests.Auction;

public sealed class StreamSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const int NotAuthenticated = 4011;
    private const int TokenExpired = 4010;

    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task Everybody_who_is_authenticated_hears_what_happens_the_creator_too()
    {
        using var alice = await AuctionUser.SignUpAsync(_broker, "stream-alice");
        using var bob = await AuctionUser.SignUpAsync(_broker, "stream-bob");
        using var first = await AuctionSocket.ListenAsync(_broker, alice);
        using var second = await AuctionSocket.ListenAsync(_broker, bob);
        using var stranger = await AuctionSocket.ConnectAsync(_broker);
        var offer = await alice.OfferAsync("""{"bid_price":10.5,"title":"a \"lamp\""}""");
        var bid = (await bob.BidAsync(offer["id"], 11m)).Json;
        await alice.AcceptAsync(bid["id"]);

        foreach (var stream in (AuctionSocket[])[first, second])
        {
            Assert.Equal(offer.ToJsonString(), (await stream.NextDataAsync("offerCreated")).ToJsonString());
            Assert.Equal(bid.ToJsonString(), (await stream.NextDataAsync("bidPlaced")).ToJsonString());
            Assert.True((bool)(await stream.NextDataAsync("offerSold"))["sold"]!);
        }
        var answer = await stranger.AskAsync("get_offer", alice.Token);
        Assert.Equal(("Not Authenticated", true), ((string?)answer["error"], (bool)answer["Kill"]!));
    }

    [Fact]
    public async Task Answers_come_in_the_order_of_the_questions()
    {
        using var user = await AuctionUser.SignUpAsync(_broker, "stream-asks");
        using var stream = await AuctionSocket.ConnectAsync(_broker);
        foreach (var name in (string[])["authenticate", "get_offers", "dance", "authenticate", "get_offer"])
            await stream.SendAsync($$"""{"Event":"{{name}}","TOKEN":"{{user.Token}}"}""");

        Assert.Equal("User Authenticated", (string?)(await stream.NextAsync())["message"]);
        Assert.NotNull((await stream.NextDataAsync(null)).AsArray());
        Assert.Equal("Invalid Event Type", (string?)(await stream.NextAsync())["error"]);
        Assert.Equal("Already Authenticated", (string?)(await stream.NextAsync())["message"]);
        Assert.NotNull((await stream.NextDataAsync(null)).AsArray());
    }

    [Theory]
    [InlineData("""{"event":"get_offer"}""")]
    [InlineData("hello")]
    public async Task Without_a_valid_token_it_is_told_and_closed(string text)
    {
        using var user = await AuctionUser.SignUpAsync(_broker, $"stream {text}");
        using var stream = await AuctionSocket.ListenAsync(_broker, user);
        await stream.SendAsync(text);

        Assert.True((bool)(await stream.NextAsync())["Kill"]!);
        Assert.Equal(NotAuthenticated, await stream.ClosedByServerAsync());
    }

    [Fact]
    public async Task Who_says_nothing_is_closed_and_so_is_who_has_an_expired_token()
    {
        await using var broker = await BrokerProcess.StartAsync(new BrokerStart
        {
            Config = "broker { auction { first-event-timeout = 1s, token-lifetime = 2s } }",
        });
        using var silent = await AuctionSocket.ConnectAsync(broker);
        using var user = await AuctionUser.SignUpAsync(broker, "short");
        using var stream = await AuctionSocket.ListenAsync(broker, user);

        Assert.Equal(NotAuthenticated, await silent.ClosedByServerAsync());
        Assert.Equal(TokenExpired, await stream.ClosedByServerAsync());
    }
}
