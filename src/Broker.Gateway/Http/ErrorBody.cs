namespace Broker.Gateway.Http;

/// <summary>An error: <c>{"message": "…"}</c>.</summary>
internal sealed record ErrorBody(string Message);
