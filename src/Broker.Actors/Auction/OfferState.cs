using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// One offer and its bids: decides on commands without changing, and changes by events alone. It may run
/// ahead of what is stored, and go back.
/// </summary>
internal sealed class OfferState(OfferId id, int bidsMax)
{
    private const int KeptBidsMax = 4_000;
    private static readonly OfferDecision Unknown = new(new Refused(RefuseReason.Unknown));

    private readonly List<Bid> _bids = [];
    private uint _accepted;

    /// <summary>Null while it was not created.</summary>
    public Offer? Offer { get; private set; }

    /// <summary>Where it is now, to come back to.</summary>
    public Mark Here => new(Offer, _bids.Count, _accepted);

    public OfferDecision Decide(object command, DateTimeOffset now) => command switch
    {
        Create m => Decide(m.Request, now),
        _ when Offer is null => Unknown,
        GetOffer => new OfferDecision(new OfferFound(Offer)),
        GetBids => new OfferDecision(new Bids([.. Enumerable.Reverse(_bids)])),
        PlaceBid m => Decide(m, Offer, now),
        AcceptBid m => Decide(m, Offer),
        _ => Unknown,
    };

    /// <summary>All of it as events, each of a size to be stored.</summary>
    public IEnumerable<OfferEvent.Kept> Keep()
    {
        if (Offer is null) yield break;

        var created = new OfferEvent.Created(
            Offer.BidPrice, Offer.GoLive, Offer.Lifetime, Offer.PhotoUrl, Offer.Title, Offer.CreatedBy);
        for (var first = 0; first == 0 || first < _bids.Count; first += KeptBidsMax)
        {
            var count = Math.Min(KeptBidsMax, _bids.Count - first);
            var isLast = first + count == _bids.Count;
            OfferEvent.Placed[] part = [.. _bids.GetRange(first, count)
                .Select(bid => new OfferEvent.Placed(bid.BidPrice, bid.Username, bid.Timestamp))];
            yield return new OfferEvent.Kept(created, (uint)first + 1, part, isLast ? _accepted : 0);
        }
    }

    /// <summary>False when the event does not follow what happened before: it changes nothing.</summary>
    public bool Apply(OfferEvent happened)
    {
        switch (happened)
        {
            case OfferEvent.Created m when Offer is null:
                Offer = OfferOf(id, m);
                return true;
            case OfferEvent.Placed m when Offer is { Sold: false }:
                _bids.Add(BidOf(m));
                Offer = Offer with { BidPrice = m.BidPrice };
                return true;
            case OfferEvent.Sold m when Offer is { Sold: false } && m.Place >= 1 && m.Place <= _bids.Count:
                Accept(m.Place, isAccepted: true);
                (Offer, _accepted) = (Offer with { Sold = true }, m.Place);
                return true;
            case OfferEvent.Kept m when m.First >= 1 && m.First <= _bids.Count + 1:
                TakeKept(m);
                return m.Accepted == _accepted || m.Accepted == 0 || Apply(new OfferEvent.Sold(m.Accepted));
            default:
                return false;
        }
    }

    public void GoBackTo(Mark mark)
    {
        if (_accepted != mark.Accepted) Accept(_accepted, isAccepted: false);
        _bids.RemoveRange(mark.Bids, _bids.Count - mark.Bids);
        (Offer, _accepted) = (mark.Offer, mark.Accepted);
    }

    // What is there already is the same.
    private void TakeKept(OfferEvent.Kept kept)
    {
        Offer ??= OfferOf(id, kept.Offer);
        for (var i = _bids.Count + 1 - (int)kept.First; i < kept.Bids.Count; i++)
            _bids.Add(BidOf(kept.Bids[i]));
        if (_bids.Count > 0) Offer = Offer with { BidPrice = _bids[^1].BidPrice };
    }

    private OfferDecision Decide(CreateOffer request, DateTimeOffset now)
    {
        // Another has the number: the answer is not for the client, who wants a new offer.
        if (Offer is not null) return Unknown;

        var created = new OfferEvent.Created(
            request.BidPrice,
            request.GoLive is { } goLive && goLive > now ? goLive : now,
            request.Lifetime,
            request.PhotoUrl,
            request.Title,
            request.Username);
        var offer = OfferOf(id, created);
        return new OfferDecision(new OfferFound(offer))
        {
            Event = created,
            Happened = new OfferCreated(offer),
        };
    }

    private OfferDecision Decide(PlaceBid request, Offer offer, DateTimeOffset now)
    {
        if (WhyNot(request, offer, now) is { } reason)
            return new OfferDecision(new Refused(reason) { BidPrice = offer.BidPrice });
        if (_bids.Count >= bidsMax) return new OfferDecision(new Refused(RefuseReason.Full));

        var placed = new OfferEvent.Placed(request.BidPrice, request.Username, now);
        var bid = BidOf(placed);
        return new OfferDecision(new BidFound(bid)) { Event = placed, Happened = new BidPlaced(bid) };
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
            Event = new OfferEvent.Sold(place),
            Happened = new OfferSold(offer with { Sold = true }),
        };
    }

    private void Accept(uint place, bool isAccepted)
    {
        var index = (int)place - 1;
        _bids[index] = _bids[index] with { Accepted = isAccepted };
    }

    public static Offer OfferOf(OfferId id, OfferEvent.Created m) => new(
        id, m.BidPrice, m.GoLive, m.Lifetime, m.PhotoUrl, m.Title, m.CreatedBy, Sold: false);

    private Bid BidOf(OfferEvent.Placed m) => new(
        new BidId(id, (uint)_bids.Count + 1), m.BidPrice, m.Username, m.Timestamp, Accepted: false);

    internal readonly record struct Mark(Offer? Offer, int Bids, uint Accepted);
}
