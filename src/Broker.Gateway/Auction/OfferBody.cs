namespace Broker.Gateway.Auction;

/// <summary>An offer as clients see it.</summary>
internal sealed record OfferBody(
    string Id,
    decimal BidPrice,
    DateTimeOffset GoLive,
    decimal Lifetime,
    string PhotoUrl,
    string Title,
    string CreatedBy,
    bool Sold);
