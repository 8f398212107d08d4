using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tokens;

/// <summary>
/// All secrets and keys that tokens are signed and verified with. They are replaced together while the
/// process runs: who asks for a kind of token gets that of the newest settings.
/// </summary>
internal sealed class TokenKeys : IReloadable, IDisposable
{
    private readonly TimeProvider _time;
    private readonly ILogger<TokenKeys> _logger;
    private volatile Generation _current;

    public TokenKeys(BrokerSettings settings, TimeProvider time, ILogger<TokenKeys> logger)
    {
        (_time, _logger) = (time, logger);
        _current = From(settings, Issuers.None);
    }

    public IReadOnlyList<string> Keys { get; } =
    [
        "broker.tokens",
        "broker.users.token-secrets",
        "broker.users.socket-token-secrets",
        "broker.auction.secrets",
    ];

    /// <summary>Of users and of issuers; valid everywhere but in the auction.</summary>
    public TokenKind Application => _current.Application;

    /// <summary>For a user's socket only.</summary>
    public TokenKind Socket => _current.Socket;

    public TokenKind Auction => _current.Auction;

    /// <summary>
    /// Takes the secrets, issuers, key files and limits of other settings. Keys that were read from an issuer
    /// stay while it is the same.
    /// </summary>
    public void Reload(BrokerSettings settings)
    {
        var before = _current;
        _current = From(settings, before.Issuers);
        before.Reader.Dispose();
    }

    /// <summary>Reads the keys of all issuers again that give them over HTTP.</summary>
    public Task ReadAgainAsync() => _current.Issuers.ReadAgainAsync();

    public void Dispose() => _current.Reader.Dispose();

    private Generation From(BrokerSettings settings, Issuers before)
    {
        var reader = new KeySetReader(settings.Tokens);
        var issuers = Issuers.From(settings.Tokens, before, reader, _time, _logger);
        return new Generation(
            Kind(settings.Users.TokenSecrets, issuers),
            Kind(settings.Users.SocketTokenSecrets, Issuers.None),
            Kind(settings.AuctionHttp.Secrets, Issuers.None),
            issuers,
            reader);

        TokenKind Kind(IReadOnlyList<string> texts, Issuers allowed)
        {
            var secrets = new TokenSecrets(texts);
            return new TokenKind(
                secrets, new TokenVerifier(secrets.Verifying, allowed, settings.Tokens, _time));
        }
    }

    private sealed record Generation(
        TokenKind Application, TokenKind Socket, TokenKind Auction, Issuers Issuers, KeySetReader Reader);
}
