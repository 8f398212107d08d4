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
    private readonly TimeProvider _time;
    private readonly TokenSecrets _secrets;
    private readonly TokenVerifier _verifier;

    public AuctionTokens(AuctionSettings auction, AuctionHttpSettings settings, TimeProvider time)
    {
        (_auction, _settings, _time) = (auction, settings, time);
        _secrets = new TokenSecrets(settings.Secrets);
        _verifier = new TokenVerifier(_secrets.Verifying, settings.TokenBytesMax, settings.ClockSkew, time);
    }

    public string Issue(string username) => _secrets.Sign(new Dictionary<string, object>
    {
        [Created] = _time.GetUtcNow().ToUnixTimeSeconds(),
        [UserId] = username,
    });

    /// <summary>Null for anything but a token that is valid now.</summary>
    public AuctionToken? Verify(string? text)
    {
        if (_verifier.Verify(text) is not { } token
            || token.Text(UserId) is not { } username
            || !UserName.IsValid(username, _auction.UsernameBytesMax)
            || !token.TryReadDate(Created, out var created)) return null;

        var now = _time.GetUtcNow();
        if (created is null || created > now + _settings.ClockSkew) return null;

        var expiresAt = created.Value + _settings.TokenLifetime;
        if (token.TryReadDate(JwtRegisteredClaimNames.Exp, out var end) && end < expiresAt)
            expiresAt = end.Value;
        return now < expiresAt ? new AuctionToken(username, expiresAt) : null;
    }
}
