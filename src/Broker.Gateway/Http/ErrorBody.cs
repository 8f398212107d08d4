namespace Broker.Gateway.Http;

/// <summary>The body of every HTTP error but those of §4 and §5: <c>{"message": "…"}</c>.</summary>
internal sealed record ErrorBody(string Message);
