using System.Net;

namespace Broker.EndToEnd.Tests.Auction;

public class BiddersSpec
{
    private const int Bidders = 16;
    private const int BidsEach = 20;

    [Fact]
    public async Task Of_bids_at_once_those_taken_rise_strictly_and_the_others_are_told_the_price()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var user = await AuctionUser.SignUpAsync(broker, "many");
        using var stream = await AuctionSocket.ListenAsync(broker, user);
        var id = (await user.OfferAsync("""{"bid_price":1,"title":"wanted"}"""))["id"];
        await stream.NextDataAsync("offerCreated");

        var answers = await Task.WhenAll(Enumerable.Range(0, Bidders).Select(async bidder =>
        {
            var own = new List<(decimal Price, AuctionUser.Answer Answer)>();
            for (var i = 1; i <= BidsEach; i++)
            {
                var price = 1 + ((i * Bidders + bidder) / 100m);
                own.Add((price, await user.BidAsync(id, price)));
            }
            return own;
        }));

        var all = answers.SelectMany(own => own).ToList();
        var taken = all.Where(one => one.Answer.Status is HttpStatusCode.Created).ToList();
        var refused = all.Where(one => one.Answer.Status is HttpStatusCode.Conflict).ToList();
        Assert.Equal(all.Count, taken.Count + refused.Count);
        Assert.All(refused, one => Assert.True((decimal)one.Answer.Json["bid_price"]! >= one.Price));

        // The order of the ids is the order of arrival, and so is that of the events.
        var inOrder = taken.OrderBy(one => (string)one.Answer.Json["id"]!).Select(one => one.Price).ToList();
        Assert.Equal(inOrder.Distinct().Order(), inOrder);
        foreach (var price in inOrder)
            Assert.Equal(price, (decimal)(await stream.NextDataAsync("bidPlaced"))["bid_price"]!);
        Assert.Equal(inOrder[^1], (decimal)(await user.GetAsync($"/v1/offer/{id}")).Json["bid_price"]!);
    }

    [Fact]
    public async Task Nothing_that_was_answered_is_lost_by_a_kill()
    {
        var start = new BrokerStart();
        var before = await BrokerProcess.StartAsync(start);
        using var alice = await AuctionUser.SignUpAsync(before, "alice");
        var sold = await alice.OfferAsync(
            """{"bid_price":9007199254740991.9999,"title":"dear","lifetime":60}""");
        var open = await alice.OfferAsync("""{"bid_price":1,"title":"cheap"}""");
        var bid = (await alice.BidAsync(sold["id"], 9007199254740992m)).Json;
        await alice.AcceptAsync(bid["id"]);
        await alice.BidAsync(open["id"], 1.5m);
        var list = await alice.GetAsync("/v1/offers?sortKey=title");
        before.Kill();
        await before.ExitedAsync();

        await using var after = await BrokerProcess.StartAsync(start with { HttpPort = FreePort.Next() });
        using var again = await AuctionUser.LogInAsync(after, "alice");
        Assert.Equal(list, await again.GetAsync("/v1/offers?sortKey=title"));
        Assert.True((bool)(await again.AcceptAsync(bid["id"])).Json["accepted"]!);
        Assert.Equal(HttpStatusCode.Conflict, (await again.BidAsync(open["id"], 1.5m)).Status);
        Assert.Equal(HttpStatusCode.Created, (await again.BidAsync(open["id"], 1.5001m)).Status);
    }
}
