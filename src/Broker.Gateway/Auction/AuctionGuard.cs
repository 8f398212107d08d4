using Broker.Gateway.Http;

namespace Broker.Gateway.Auction;

/// <summary>Who asks: on every offer and bid route whoever has a token (contracts §5).</summary>
internal sealed class AuctionGuard(AuctionTokens tokens)
{
    private const string Scheme = "Bearer ";

    /// <returns>The user's name.</returns>
    /// <exception cref="HttpErrorException">401: the token is missing, malformed or expired.</exception>
    public string Check(HttpRequest request) =>
        request.Headers.Authorization is [{ } text]
        && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && tokens.Verify(Bearer.Strip(text)) is { } token
            ? token.Username
            : throw Bearer.Missing("a valid token is needed, in Authorization: Bearer");
}
