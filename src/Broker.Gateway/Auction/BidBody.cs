namespace Broker.Gateway.Auction;

/// <summary>A bid as clients see it.</summary>
internal sealed record BidBody(
    string Id, decimal BidPrice, string Username, string OfferId, DateTimeOffset Timestamp, bool Accepted);
