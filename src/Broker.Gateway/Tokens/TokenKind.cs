namespace Broker.Gateway.Tokens;

/// <summary>One kind of token: what the broker signs it with, and what verifies it.</summary>
internal sealed record TokenKind(TokenSecrets Secrets, TokenVerifier Verifier);
