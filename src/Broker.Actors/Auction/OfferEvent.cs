namespace Broker.Actors.Auction;

/// <summary>What happened to an offer, as its stream keeps it. The offer's number is the stream's.</summary>
internal abstract record OfferEvent
{
    public sealed record Created(
        decimal BidPrice,
        DateTimeOffset GoLive,
        TimeSpan Lifetime,
        string PhotoUrl,
        string Title,
        string CreatedBy) : OfferEvent;

    /// <summary>The next bid: its place is the number of those before it, and one.</summary>
    public sealed record Placed(decimal BidPrice, string Username, DateTimeOffset Timestamp) : OfferEvent;

    public sealed record Sold(uint Place) : OfferEvent;

    /// <summary>
    /// Not what happened but what stands, or a part of its bids, so that what is before it can be trimmed.
    /// </summary>
    /// <param name="Offer">With the price as it stands.</param>
    /// <param name="First">The place of the first of the bids.</param>
    /// <param name="Accepted">The place of the accepted bid, 0 for none; only in the last part.</param>
    public sealed record Kept(Created Offer, uint First, IReadOnlyList<Placed> Bids, uint Accepted)
        : OfferEvent;
}
