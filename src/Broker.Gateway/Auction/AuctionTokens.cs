using Broker.Actors.Auction;
using Broker.Actors.Users;
using Broker.Gateway.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Broker.Gateway.Auction;

/// <summary>
/// The auction's tokens (contracts §5): claims <c>created</c>, in Unix seconds, and <c>userID</c>, the user
/// name. A token expires when its lifetime after <c>created</c> has passed, or at its <c>exp</c> if that is
/// earlier.
/// </summary>
internal sealed class AuctionTokens
{
    private const string Created = "created";
    private const string UserId = "userID";

    private readonly AuctionSettings _auction;
    private readonly AuctionHttpSettings _settings;
    private readonly TokenSettings _tokens;
    private readonly TokenKeys _keys;
    private readonly TimeProvider _time;

    public AuctionTokens(
        AuctionSettings auction,
        AuctionHttpSettings settings,
        TokenSettings tokens,
        TokenKeys keys,
        TimeProvider time) =>
        (_auction, _settings, _tokens, _keys, _time) = (auction, settings, tokens, keys, time);

    public string Issue(string username) => _keys.Auction.Secrets.Sign(new Dictionary<string, object>
    {
        [Created] = _time.GetUtcNow().ToUnixTimeSeconds(),
        [UserId] = username,
    });

    /// <summary>Null for anything but a token that is valid now.</summary>
    public AuctionToken? Verify(string? text)
    {
        if (_keys.Auction.Verifier.Verify(text) is not { } token
            || token.Text(UserId) is not { } username
            || !UserName.IsValid(username, _auction.UsernameBytesMax)
            || !token.TryReadDate(Created, out var created)) return null;

        var now = _time.GetUtcNow();
        if (created is null || created > now + _tokens.ClockSkew) return null;

        var expiresAt = created.Value + _settings.TokenLifetime;
        if (token.TryReadDate(JwtRegisteredClaimNames.Exp, out var end) && end < expiresAt)
            expiresAt = end.Value;
        return now < expiresAt ? new AuctionToken(username, expiresAt) : null;
    }
}
