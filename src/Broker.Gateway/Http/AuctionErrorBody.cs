namespace Broker.Gateway.Http;

/// <summary>The body of an HTTP error of the auction (contracts §5): <c>{"error": "…"}</c>.</summary>
internal sealed record AuctionErrorBody(string Error);
