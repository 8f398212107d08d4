using System.Security.Cryptography;
using Broker.Actors.Users;
using Broker.Gateway.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Broker.Gateway.Users;

/// <summary>
/// The two kinds of token of contracts §4: application tokens, which a page holds, and socket tokens, which
/// stand in addresses, so they are short-lived and valid for nothing else.
/// </summary>
internal sealed class UserTokens
{
    private const string Username = "username";
    private const int IdDigits = 22;

    private readonly UsersSettings _settings;
    private readonly TimeProvider _time;
    private readonly TokenSecrets _application;
    private readonly TokenSecrets _socket;
    private readonly TokenVerifier _applications;
    private readonly TokenVerifier _sockets;

    public UserTokens(UsersSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _application = new TokenSecrets(settings.TokenSecrets);
        _socket = new TokenSecrets(settings.SocketTokenSecrets);
        _applications = VerifierOf(_application);
        _sockets = VerifierOf(_socket);
    }

    public string IssueForApplication(UserName user) => Issue(_application, user, _settings.TokenLifetime);

    public string IssueForSocket(UserName user) => Issue(_socket, user, _settings.SocketTokenLifetime);

    /// <summary>Null for anything but an application token that is valid now.</summary>
    public UserToken? VerifyForApplication(string? text) => Verify(_applications, text, isForSocket: false);

    /// <summary>Null for anything but a token of either kind that is valid now.</summary>
    public UserToken? VerifyForSocket(string? text) =>
        Verify(_sockets, text, isForSocket: true) ?? VerifyForApplication(text);

    /// <summary>
    /// Null for anything but a token that may renew an open socket. Where socket tokens are for single use,
    /// opening a socket was it.
    /// </summary>
    public UserToken? VerifyForRenewal(string? text) =>
        _settings.SingleUse ? VerifyForApplication(text) : VerifyForSocket(text);

    // Without the random `jti`, two tokens of one second would be one.
    private string Issue(TokenSecrets secrets, UserName user, TimeSpan lifetime)
    {
        var now = _time.GetUtcNow();
        return secrets.Sign(new Dictionary<string, object>
        {
            [Username] = user.Value,
            [JwtRegisteredClaimNames.Iat] = now.ToUnixTimeSeconds(),
            [JwtRegisteredClaimNames.Exp] = (now + lifetime).ToUnixTimeSeconds(),
            [JwtRegisteredClaimNames.Jti] = RandomNumberGenerator.GetHexString(IdDigits, lowercase: true),
        });
    }

    private static UserToken? Verify(TokenVerifier verifier, string? text, bool isForSocket) =>
        verifier.Verify(text) is { } token
        && token.TryReadDate(JwtRegisteredClaimNames.Exp, out var end)
        && end is { } expiresAt
        && UserName.TryParse(token.Text(Username), out var user)
            ? new UserToken(user, expiresAt, token.Id, isForSocket)
            : null;

    private TokenVerifier VerifierOf(TokenSecrets secrets) =>
        new(secrets.Verifying, _settings.TokenBytesMax, _settings.ClockSkew, _time);
}
