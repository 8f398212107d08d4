namespace Broker.Gateway.Http;

/// <summary>How the body of an error looks to the clients of a path.</summary>
internal enum ErrorFormat
{
    /// <summary><c>{"message": "…"}</c>.</summary>
    Json,

    /// <summary><c>{"error": "…"}</c> (contracts §5).</summary>
    Error,

    /// <summary><c>403: Forbidden</c> (contracts §4).</summary>
    Text,
}
