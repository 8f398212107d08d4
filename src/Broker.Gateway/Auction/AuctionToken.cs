namespace Broker.Gateway.Auction;

/// <summary>A verified token of the auction.</summary>
/// <param name="Username">Whose it is.</param>
/// <param name="ExpiresAt">From this moment on it is none.</param>
internal sealed record AuctionToken(string Username, DateTimeOffset ExpiresAt);
