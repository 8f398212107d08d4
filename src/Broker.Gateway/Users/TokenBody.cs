namespace Broker.Gateway.Users;

/// <summary>The answer of <c>POST /token</c> and <c>POST /ws/token</c>.</summary>
internal sealed record TokenBody(string Token);
