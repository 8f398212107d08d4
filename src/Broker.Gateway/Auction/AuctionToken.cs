namespace Broker.Gateway.Auction;

/// <summary>A verified token of the auction.</summary>
internal sealed record AuctionToken(string Username, DateTimeOffset ExpiresAt);
