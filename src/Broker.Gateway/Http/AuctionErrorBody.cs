namespace Broker.Gateway.Http;

/// <summary>An error of the auction: <c>{"error": "…"}</c>.</summary>
internal sealed record AuctionErrorBody(string Error);
