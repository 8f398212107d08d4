namespace Broker.Actors.Auction;

/// <summary>An offer as it stands (contracts §5).</summary>
/// <param name="BidPrice">The current price: the highest bid's, at first the asking price.</param>
/// <param name="Lifetime">Counted from <paramref name="GoLive"/>; zero does not end.</param>
/// <param name="CreatedBy">A user name.</param>
public sealed record Offer(
    OfferId Id,
    decimal BidPrice,
    DateTimeOffset GoLive,
    TimeSpan Lifetime,
    string PhotoUrl,
    string Title,
    string CreatedBy,
    bool Sold);
