namespace Broker.Gateway.Auction;

/// <summary>The answer of <c>POST /v1/signup</c>.</summary>
internal sealed record AccountBody(string Username);
