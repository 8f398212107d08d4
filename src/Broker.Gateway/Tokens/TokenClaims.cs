namespace Broker.Gateway.Tokens;

/// <summary>What a verified token says.</summary>
/// <param name="Username">Whose it is; the text as signed, which need not be a valid name.</param>
/// <param name="ExpiresAt">From this moment on it is none (RFC 7519 §4.1.4).</param>
/// <param name="Id">What no other token has: its signature, as written.</param>
internal sealed record TokenClaims(string Username, DateTimeOffset ExpiresAt, string Id);
