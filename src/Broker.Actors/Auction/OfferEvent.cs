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
}
