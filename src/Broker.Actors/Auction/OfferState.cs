using Broker.Actors.Auction.Proto;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// One offer and its bids: decides on commands without changing, and changes by events alone.
/// </summary>
internal sealed class OfferState(OfferId id, int bidsMax)
{
    private const int PageBytesMax = 64 * 1024;
    private static readonly OfferDecision Unknown = new(new Refused(RefuseReason.Unknown));

    private readonly List<Bid> _bids = [];
    private uint _accepted;

    /// <summary>Null while it is not created.</summary>
    public Offer? Offer { get; private set; }

    public int Bids => _bids.Count;

    public OfferDecision Decide(object command, DateTimeOffset now) => command switch
    {
        Create m => Decide(m.Request, now),
        _ when Offer is null => Unknown,
        GetOffer => new OfferDecision(new OfferFound(Offer)),
        Relist m => new OfferDecision(m),
        GetBidPage m => new OfferDecision(Page(m.After)),
        PlaceBid m => Decide(m, Offer, now),
        AcceptBid m => Decide(m, Offer),
        _ => Unknown,
    };

    /// <summary>All of it; only of an offer that is created.</summary>
    public OfferSnapshot ToSnapshot()
    {
        var snapshot = new OfferSnapshot { Created = CreatedOffer.Of(Offer!), Accepted = _accepted };
        snapshot.Bids.AddRange(_bids.Select(PlacedBid.Of));
        return snapshot;
    }

    /// <summary>Takes the place of what it was. False for a snapshot that contradicts itself.</summary>
    public bool Restore(OfferSnapshot snapshot)
    {
        _bids.Clear();
        Offer = snapshot.Created.ToOffer(id);
        foreach (var bid in snapshot.Bids) _bids.Add(bid.ToBid(NextBid));
        return snapshot.Accepted == 0 || Apply(new SoldOffer { Place = snapshot.Accepted });
    }

    /// <summary>False when the event does not follow what happened before: it changes nothing.</summary>
    public bool Apply(OfferChange happened) => happened.ChangeCase switch
    {
        OfferChange.ChangeOneofCase.Created => Apply(happened.Created),
        OfferChange.ChangeOneofCase.Placed => Apply(happened.Placed),
        OfferChange.ChangeOneofCase.Sold => Apply(happened.Sold),
        _ => false,
    };

    private BidId NextBid => new(id, (uint)_bids.Count + 1);

    private bool Apply(CreatedOffer created)
    {
        if (Offer is not null) return false;

        Offer = created.ToOffer(id);
        return true;
    }

    private bool Apply(PlacedBid placed)
    {
        if (Offer is not { Sold: false }) return false;

        _bids.Add(placed.ToBid(NextBid));
        Offer = Offer with { BidPrice = _bids[^1].BidPrice };
        return true;
    }

    private bool Apply(SoldOffer sold)
    {
        if (Offer is not { Sold: false } || sold.Place < 1 || sold.Place > _bids.Count) return false;

        var index = (int)sold.Place - 1;
        _bids[index] = _bids[index] with { Accepted = true };
        (Offer, _accepted) = (Offer with { Sold = true }, sold.Place);
        return true;
    }

    private BidPage Page(uint after)
    {
        var bytes = 0;
        var page = _bids.Skip((int)Math.Min(after, (uint)_bids.Count))
            .TakeWhile(bid => (bytes += AuctionWireFormats.BytesMaxOf(bid)) <= PageBytesMax)
            .ToArray();
        return new BidPage(after, page, IsLast: after + page.Length >= _bids.Count);
    }

    private OfferDecision Decide(CreateOffer request, DateTimeOffset now)
    {
        // Another has the number: the answer is not for the client, who wants a new offer.
        if (Offer is not null) return Unknown;

        var offer = new Offer(
            id,
            request.BidPrice,
            request.GoLive is { } goLive && goLive > now ? goLive : now,
            request.Lifetime,
            request.PhotoUrl,
            request.Title,
            request.Username,
            Sold: false);
        return new OfferDecision(new OfferFound(offer))
        {
            Event = new OfferChange { Created = CreatedOffer.Of(offer) },
            Happened = new OfferCreated(offer),
        };
    }

    private OfferDecision Decide(PlaceBid request, Offer offer, DateTimeOffset now)
    {
        if (WhyNot(request, offer, now) is { } reason)
            return new OfferDecision(new Refused(reason) { BidPrice = offer.BidPrice });
        if (_bids.Count >= bidsMax) return new OfferDecision(new Refused(RefuseReason.Full));

        var bid = new Bid(NextBid, request.BidPrice, request.Username, now, Accepted: false);
        return new OfferDecision(new BidFound(bid))
        {
            Event = new OfferChange { Placed = PlacedBid.Of(bid) },
            Happened = new BidPlaced(bid),
        };
    }

    // By difference: the sum of a late start and a long lifetime may be past the end of time.
    private static RefuseReason? WhyNot(PlaceBid request, Offer offer, DateTimeOffset now) =>
        offer.Sold ? RefuseReason.Sold
        : now < offer.GoLive ? RefuseReason.NotLive
        : offer.Lifetime > TimeSpan.Zero && now - offer.GoLive >= offer.Lifetime ? RefuseReason.Ended
        : request.BidPrice <= offer.BidPrice ? RefuseReason.TooLow
        : null;

    private OfferDecision Decide(AcceptBid request, Offer offer)
    {
        var place = request.Bid.Place;
        if (place < 1 || place > _bids.Count) return Unknown;
        if (request.Username != offer.CreatedBy)
            return new OfferDecision(new Refused(RefuseReason.NotCreator));

        var bid = _bids[(int)place - 1];
        if (place == _accepted) return new OfferDecision(new BidFound(bid));
        if (offer.Sold)
            return new OfferDecision(new Refused(RefuseReason.Sold) { BidPrice = offer.BidPrice });

        return new OfferDecision(new BidFound(bid with { Accepted = true }))
        {
            Event = new OfferChange { Sold = new SoldOffer { Place = place } },
            Happened = new OfferSold(offer with { Sold = true }),
        };
    }
}
