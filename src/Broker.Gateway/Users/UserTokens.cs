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
    private readonly TokenKeys _keys;
    private readonly TimeProvider _time;

    public UserTokens(UsersSettings settings, TokenKeys keys, TimeProvider time) =>
        (_settings, _keys, _time) = (settings, keys, time);

    public string IssueForApplication(UserName user) =>
        Issue(_keys.Application.Secrets, user, _settings.TokenLifetime);

    public string IssueForSocket(UserName user) =>
        Issue(_keys.Socket.Secrets, user, _settings.SocketTokenLifetime);

    /// <summary>
    /// Null for anything but an application token that is valid now, or an issuer's with a key that is known.
    /// </summary>
    public UserToken? VerifyForApplication(string? text) =>
        UserTokenOf(_keys.Application.Verifier.Verify(text), isForSocket: false);

    /// <summary>The same, which waits where an issuer's keys have to be read for it.</summary>
    public async ValueTask<UserToken?> VerifyForApplicationAsync(string? text, CancellationToken aborted) =>
        UserTokenOf(await _keys.Application.Verifier.VerifyAsync(text, aborted), isForSocket: false);

    /// <summary>Null for anything but a token of either kind that is valid now.</summary>
    public UserToken? VerifyForSocket(string? text) => SocketTokenOf(text) ?? VerifyForApplication(text);

    /// <summary>The same, which waits where an issuer's keys have to be read for it.</summary>
    public async ValueTask<UserToken?> VerifyForSocketAsync(string? text, CancellationToken aborted) =>
        SocketTokenOf(text) ?? await VerifyForApplicationAsync(text, aborted);

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

    private UserToken? SocketTokenOf(string? text) =>
        UserTokenOf(_keys.Socket.Verifier.Verify(text), isForSocket: true);

    private static UserToken? UserTokenOf(CompactToken? token, bool isForSocket) =>
        token is not null
        && token.TryReadDate(JwtRegisteredClaimNames.Exp, out var end)
        && end is { } expiresAt
        && UserName.TryParse(NameIn(token), out var user)
            ? new UserToken(user, expiresAt, token.Id, isForSocket)
            : null;

    private static string? NameIn(CompactToken token) =>
        token.Text(token.Claim(Username) is null ? JwtRegisteredClaimNames.Sub : Username);
}
