using System.Globalization;
using Broker.Actors.Auction;
using Broker.Cluster.Tests.Kit;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Cluster.Tests.Auction;

/// <summary>The auction on nodes that share a database.</summary>
[Collection(nameof(Clusters))]
public sealed class AuctionClusterSpec : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);

    // Longer than a spec takes.
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly List<NodeAuction> _auctions = [];
    private string _database = "";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var auction in _auctions) await auction.Node.DisposeAsync();
    }

    [SkippableFact]
    public async Task What_one_node_answers_it_lists_at_once_and_the_others_soon()
    {
        await StartAsync(nodes: 3, Soon);
        var offers = new List<Offer>();
        for (var number = 0; number < 12; number++)
        {
            var auction = _auctions[number % 3];
            var offer = await auction.OfferAsync(Title(number));
            Assert.Contains(offer, await auction.ListAsync());
            await auction.AnswerAsync<BidFound>(new PlaceBid(offer.Id, "bob", 2));
            offers.Add(offer with { BidPrice = 2 });
            Assert.Contains(offers[^1], await auction.ListAsync());
        }

        foreach (var auction in _auctions) await auction.ListsAsync(offers);
    }

    [SkippableFact]
    public async Task Bids_through_all_nodes_have_one_order_and_the_highest_wins()
    {
        const int Each = 60;
        await StartAsync(nodes: 3, Soon);
        var offer = await _auctions[0].OfferAsync("lamp");
        var bids = await Task.WhenAll(_auctions.SelectMany((auction, node) => Enumerable.Range(0, Each)
            .Select(number => new PlaceBid(offer.Id, $"bob {node}", 2 + (3 * number) + node))
            .Select(auction.AskAsync)));

        Assert.All(
            bids, answer => Assert.True(answer is BidFound or Refused { Reason: RefuseReason.TooLow }));
        var taken = bids.OfType<BidFound>().Select(found => found.Bid).OrderBy(bid => bid.Id.Place).ToList();
        Assert.Equal(Enumerable.Range(1, taken.Count), taken.Select(bid => (int)bid.Id.Place));
        Assert.Equal(taken.Select(bid => bid.BidPrice).Distinct().Order(), taken.Select(bid => bid.BidPrice));
        Assert.Equal(1 + (3 * Each), taken[^1].BidPrice);
        foreach (var auction in _auctions)
        {
            var read = (await auction.AnswerAsync<Bids>(new GetBids(offer.Id))).Highest;
            Assert.Equal(taken.AsEnumerable().Reverse(), read);
            await auction.ListsAsync([offer with { BidPrice = taken[^1].BidPrice }]);
        }
    }

    [SkippableFact]
    public async Task A_node_that_dies_loses_no_answered_bid_and_its_offers_answer_elsewhere()
    {
        await StartAsync(nodes: 3, Soon);
        var offers = await OffersAsync(15);
        var answered = new List<Bid>();
        for (var price = 2; price < 5; price++) await BidAsync(offers, price, _auctions, answered);
        Assert.NotEmpty(answered);

        var death = DieAsync(_auctions[0]);
        for (var price = 5; price < 8; price++) await BidAsync(offers, price, _auctions, answered);
        await death;

        foreach (var auction in _auctions) await HasAllAsync(auction, offers, answered);
    }

    [SkippableFact]
    public async Task What_a_node_that_dies_told_no_one_is_listed_by_the_others()
    {
        await StartAsync(nodes: 3, Never);
        var offers = await OffersAsync(15);
        foreach (var auction in _auctions) Assert.True((await auction.ListAsync()).Count < offers.Count);

        await DieAsync(_auctions[0]);
        foreach (var auction in _auctions) await auction.ListsAsync(offers);
    }

    [SkippableFact]
    public async Task A_node_that_joins_has_the_whole_list_though_no_row_is_written()
    {
        await StartAsync(nodes: 2, Never);
        var offers = await OffersAsync(10);
        _auctions.Add(await NodeAuction.StartAsync(_database, Never));
        await _auctions[2].ListsAsync(offers);
    }

    [SkippableFact]
    public async Task A_node_that_joins_while_offers_are_made_has_all_of_them()
    {
        await StartAsync(nodes: 2, Soon);
        var offers = new List<Offer>();
        var joining = NodeAuction.StartAsync(_database, Soon);
        for (var number = 0; number < 20 || !joining.IsCompleted; number++)
            offers.Add(await _auctions[number % 2].OfferAsync(Title(number)));

        _auctions.Add(await joining);
        foreach (var auction in _auctions) await auction.ListsAsync(offers);
    }

    [SkippableFact]
    public async Task More_bids_than_a_message_holds_come_whole_through_every_node()
    {
        const int Count = 5_000;
        await StartAsync(nodes: 2, Soon);
        var offer = await _auctions[0].OfferAsync("lamp");
        var name = new string('b', 255);
        foreach (var chunk in Enumerable.Range(0, Count).Chunk(500))
        {
            Assert.All(
                await Task.WhenAll(chunk.Select(
                    number => _auctions[0].AskAsync(new PlaceBid(offer.Id, name, 2 + number)))),
                answer => Assert.IsType<BidFound>(answer));
        }

        foreach (var auction in _auctions)
        {
            var read = (await auction.AnswerAsync<Bids>(new GetBids(offer.Id))).Highest;
            Assert.Equal(
                Enumerable.Range(0, Count).Reverse().Select(number => (decimal)number + 2),
                read.Select(bid => bid.BidPrice));
        }
    }

    private static string Title(int number) => number.ToString("x4", CultureInfo.InvariantCulture);

    private async Task StartAsync(int nodes, TimeSpan listInterval)
    {
        _database = await StoreDatabase.CreateAsync();
        _auctions.AddRange(await Task.WhenAll(
            Enumerable.Range(0, nodes).Select(_ => NodeAuction.StartAsync(_database, listInterval))));
        var all = _auctions.Select(auction => auction.Node).ToArray();
        foreach (var node in all) await node.SeesAsync(all);
    }

    private async Task<List<Offer>> OffersAsync(int count)
    {
        var offers = new List<Offer>();
        for (var number = 0; number < count; number++)
            offers.Add(await _auctions[number % _auctions.Count].OfferAsync(Title(number)));
        return offers;
    }

    private Task DieAsync(NodeAuction auction)
    {
        _auctions.Remove(auction);
        return auction.Node.DisposeAsync().AsTask();
    }

    // A bid that is not answered may be stored or not.
    private static async Task BidAsync(
        IEnumerable<Offer> offers, int price, List<NodeAuction> through, List<Bid> answered)
    {
        var answers = await Task.WhenAll(offers.Select((offer, number) =>
            through[number % through.Count].TryAsync(new PlaceBid(offer.Id, "bob", price))));
        answered.AddRange(answers.OfType<BidFound>().Select(found => found.Bid));
    }

    private static async Task HasAllAsync(NodeAuction auction, List<Offer> offers, List<Bid> answered)
    {
        var now = new List<Offer>();
        foreach (var offer in offers)
        {
            var bids = (await auction.AnswerAsync<Bids>(new GetBids(offer.Id))).Highest;
            Assert.Empty(answered.Where(bid => bid.Id.Offer == offer.Id).Except(bids));
            now.Add(offer with { BidPrice = bids[0].BidPrice });
        }
        await auction.ListsAsync(now);
    }
}
