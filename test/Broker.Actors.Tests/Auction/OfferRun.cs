using Broker.Actors.Auction;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>What clients of one offer were told, and what must therefore stay true.</summary>
internal sealed class OfferRun
{
    private readonly Dictionary<uint, Bid> _answered = [];
    private BidId? _accepted;

    public int Waiting { get; private set; }

    public void Asked() => Waiting++;

    /// <summary>Those that wait will hear nothing more.</summary>
    public void Lost() => Waiting = 0;

    public void Take(object answer)
    {
        Waiting--;
        if (answer is not BidFound { Bid: var bid }) return;

        if (bid.Accepted)
        {
            Assert.True(_accepted is null || _accepted == bid.Id, "two bids were accepted");
            _accepted = bid.Id;
        }
        var asPlaced = bid with { Accepted = false };
        if (_answered.TryGetValue(bid.Id.Place, out var before)) Assert.Equal(before, asPlaced);
        else _answered.Add(bid.Id.Place, asPlaced);
    }

    public void Check(IReadOnlyList<Bid> bids, Offer offer)
    {
        var inOrder = bids.Reverse().ToArray();
        Assert.Equal(Enumerable.Range(1, bids.Count), inOrder.Select(bid => (int)bid.Id.Place));
        Assert.All(inOrder.Zip(inOrder.Skip(1)), pair =>
            Assert.True(pair.First.BidPrice < pair.Second.BidPrice, "a price did not rise"));
        Assert.Equal(inOrder.Length == 0 ? 1 : inOrder[^1].BidPrice, offer.BidPrice);

        Assert.All(_answered.Values, bid =>
            Assert.Equal(bid, inOrder[(int)bid.Id.Place - 1] with { Accepted = false }));
        var accepted = inOrder.Where(bid => bid.Accepted).Select(bid => bid.Id).ToArray();
        Assert.Equal(offer.Sold ? 1 : 0, accepted.Length);
        if (_accepted is { } told) Assert.Equal([told], accepted);
    }
}
