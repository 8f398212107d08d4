namespace Broker.Actors.Auction;

/// <summary>A bid that was taken (contracts §5).</summary>
public sealed record Bid(
    BidId Id,
    decimal BidPrice,
    string Username,
    DateTimeOffset Timestamp,
    bool Accepted);
