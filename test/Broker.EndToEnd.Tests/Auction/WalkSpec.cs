using System.Net;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Auction;

/// <summary>From sign-up to sale, and every error on the way.</summary>
public sealed class WalkSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task An_account_can_be_made_once_and_only_its_password_opens_it()
    {
        using var user = await AuctionUser.SignUpAsync(_broker, "once");
        var again = await user.SendAsync(HttpMethod.Post, "/v1/signup", AuctionUser.Account("once", "other"));
        var wrong = await user.SendAsync(HttpMethod.Post, "/v1/login", AuctionUser.Account("once", "other"));
        var unknown = await user.SendAsync(HttpMethod.Post, "/v1/login", AuctionUser.Account("nobody"));

        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Equal(["error"], again.Json.AsObject().Select(field => field.Key));
        Assert.Equal((HttpStatusCode.Forbidden, wrong.Text), (unknown.Status, unknown.Text));
        Assert.Equal(HttpStatusCode.Forbidden, wrong.Status);
    }

    [Fact]
    public async Task An_offer_is_bid_for_and_sold()
    {
        using var alice = await AuctionUser.SignUpAsync(_broker, "alice");
        using var bob = await AuctionUser.SignUpAsync(_broker, "bob");
        var offer = await alice.OfferAsync("""{"bid_price":10.5,"title":"a lamp","id":"7","sold":true}""");
        Assert.Equal(
            ["id", "bid_price", "go_live", "lifetime", "photo_url", "title", "created_by", "sold"],
            offer.Select(field => field.Key));
        Assert.Equal(("alice", false), ((string?)offer["created_by"], (bool)offer["sold"]!));
        Assert.Matches("^[0-9a-f]{24}$", (string)offer["id"]!);

        var low = await bob.BidAsync(offer["id"], 10.5m);
        Assert.Equal(
            (HttpStatusCode.Conflict, "10.5"), (low.Status, low.Json["bid_price"]!.ToJsonString()));
        var placed = await bob.BidAsync(offer["id"], 11.25m);
        var bid = placed.Json.AsObject();
        Assert.Equal(HttpStatusCode.Created, placed.Status);
        Assert.Equal(
            ["id", "bid_price", "username", "offer_id", "timestamp", "accepted"],
            bid.Select(field => field.Key));
        var higher = (await alice.BidAsync(offer["id"], 12m)).Json;

        Assert.Equal(HttpStatusCode.Forbidden, (await bob.AcceptAsync(bid["id"])).Status);
        var accepted = await alice.AcceptAsync(bid["id"]);
        var again = await alice.SendAsync(HttpMethod.Put, $"/vi/bid/{bid["id"]}");
        Assert.Equal((HttpStatusCode.OK, true), (accepted.Status, (bool)accepted.Json["accepted"]!));
        Assert.Equal(accepted, again);
        Assert.Equal(HttpStatusCode.Conflict, (await alice.AcceptAsync(higher["id"])).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await bob.BidAsync(offer["id"], 100m)).Status);

        Assert.True((bool)(await bob.GetAsync($"/v1/offer/{offer["id"]}")).Json["sold"]!);
        var bids = (await bob.GetAsync($"/v1/offer/{offer["id"]}/bids")).Json.AsArray();
        Assert.Equal(["12", "11.25"], bids.Select(one => one!["bid_price"]!.ToJsonString()));
    }

    [Fact]
    public async Task An_offer_that_is_not_live_yet_takes_no_bids()
    {
        using var user = await AuctionUser.SignUpAsync(_broker, "future");
        var offer = await user.OfferAsync(
            """{"bid_price":1,"title":"later","go_live":"2999-01-01T00:00:00.5+01:00","lifetime":60}""");

        Assert.Equal("2998-12-31T23:00:00.5000000+00:00", (string?)offer["go_live"]);
        var refused = await user.BidAsync(offer["id"], 2m);
        Assert.Equal(
            (HttpStatusCode.Conflict, "1"), (refused.Status, refused.Json["bid_price"]!.ToJsonString()));
    }

    [Fact]
    public async Task Offers_are_listed_by_page_in_the_order_asked_for()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var user = await AuctionUser.SignUpAsync(broker, "lister");
        Assert.Equal("[]", (await user.GetAsync("/v1/offers")).Text);
        foreach (var title in (string[])["b", "c", "a"])
            await user.OfferAsync($$"""{"bid_price":1,"title":"{{title}}"}""");

        Assert.Equal("a,b,c", await TitlesAsync(user, "/v1/offer?sortKey=title"));
        Assert.Equal("c,b", await TitlesAsync(user, "/v1/offers?sortKey=-title&size=2"));
        Assert.Equal("a", await TitlesAsync(user, "/v1/offers?sortKey=-title&size=2&page=1"));
        Assert.Equal("b,c,a", await TitlesAsync(user, "/v1/offers?sortKey=bidprice"));
        Assert.Equal("", await TitlesAsync(user, "/v1/offers?page=99999999999"));
    }

    [Theory]
    [InlineData("GET", "/v1/offer", 401)]
    [InlineData("GET", "/v1/offers", 401)]
    [InlineData("POST", "/v1/offer", 401)]
    [InlineData("GET", "/v1/offer/7", 401)]
    [InlineData("GET", "/v1/offer/7/bids", 401)]
    [InlineData("POST", "/v1/bid", 401)]
    [InlineData("POST", "/v1/bids", 401)]
    [InlineData("PUT", "/v1/bid/7", 401)]
    [InlineData("PUT", "/v1/bids/7", 401)]
    [InlineData("PUT", "/vi/bid/7", 401)]
    [InlineData("POST", "/v1/signup", 400)]
    [InlineData("POST", "/v1/login", 400)]
    [InlineData("DELETE", "/v1/offer", 405)]
    [InlineData("GET", "/v1/login", 405)]
    [InlineData("GET", "/v1/stream", 426)]
    public async Task Without_a_token_or_a_body_the_answer_is_an_error(string method, string path, int status)
    {
        using var answer = await _broker.Http.SendAsync(new HttpMethod(method), path);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();

        Assert.Equal((status, "error"), ((int)answer.StatusCode, Assert.Single(body).Key));
        Assert.Equal(status == 405, answer.Content.Headers.Allow.Count > 0);
    }

    [Theory]
    [InlineData("/v1/offer?size=0", 400)]
    [InlineData("/v1/offers?sortKey=price", 400)]
    [InlineData("/v1/offer/abc", 404)]
    [InlineData("/v1/offer/000000000000000000000000", 404)]
    [InlineData("/v1/offer/000000000000000000000000/bids", 404)]
    public async Task With_a_token_the_answer_says_what_is_wrong(string path, int status)
    {
        using var user = await AuctionUser.SignUpAsync(_broker, $"asks {path}");

        Assert.Equal(status, (int)(await user.GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await user.BidAsync("000000000000000000000000", 1m)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await user.AcceptAsync("000000000000000000000001")).Status);
    }

    private static async Task<string> TitlesAsync(AuctionUser user, string path) => string.Join(
        ',', (await user.GetAsync(path)).Json.AsArray().Select(offer => (string?)offer!["title"]));
}
