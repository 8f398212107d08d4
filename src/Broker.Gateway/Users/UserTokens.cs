using Broker.Actors.Users;
using Broker.Gateway.Startup;
using Broker.Gateway.Tokens;

namespace Broker.Gateway.Users;

/// <summary>
/// The two kinds of token of contracts §4: application tokens, which a page holds, and socket tokens, which
/// stand in addresses, so they are short-lived and good for nothing else.
/// </summary>
internal sealed class UserTokens(UsersSettings settings, TimeProvider time)
{
    private readonly TokenSigner _application = new(
        new TokenSecrets(settings.TokenSecrets), settings.TokenLifetime, time);

    private readonly TokenSigner _socket = new(
        new TokenSecrets(settings.SocketTokenSecrets), settings.SocketTokenLifetime, time);

    private readonly TokenVerifier _applications = Verifier(settings.TokenSecrets, settings, time);
    private readonly TokenVerifier _sockets = Verifier(settings.SocketTokenSecrets, settings, time);

    public string IssueForApplication(UserName user) => _application.Sign(user.Value);

    public string IssueForSocket(UserName user) => _socket.Sign(user.Value);

    /// <summary>Null for anything but an application token that is good now.</summary>
    public UserToken? VerifyForApplication(string? token) => Verify(_applications, token, isForSocket: false);

    /// <summary>Null for anything but a token of either kind that is good now.</summary>
    public UserToken? VerifyForSocket(string? token) =>
        Verify(_sockets, token, isForSocket: true) ?? VerifyForApplication(token);

    /// <summary>
    /// Null for anything but a token that may prolong an open socket. Where socket tokens are good for one
    /// use, opening a socket was it.
    /// </summary>
    public UserToken? VerifyForRenewal(string? token) =>
        settings.SingleUse ? VerifyForApplication(token) : VerifyForSocket(token);

    private static UserToken? Verify(TokenVerifier verifier, string? token, bool isForSocket) =>
        token is not null
        && verifier.Verify(token, out var claims) == TokenError.None
        && UserName.TryParse(claims!.Username, out var user)
            ? new UserToken(user, claims.ExpiresAt, claims.Id, isForSocket)
            : null;

    private static TokenVerifier Verifier(
        IReadOnlyList<string> secrets, UsersSettings settings, TimeProvider time) =>
        new(new TokenSecrets(secrets), settings.TokenBytesMax, settings.ClockSkew, time);
}
