using System.Buffers;
using Broker.Actors.Auction;
using Broker.Actors.Users;
using Broker.Gateway.Startup;
using Broker.Gateway.Text;
using Broker.Gateway.Tokens;

namespace Broker.Gateway.Auction;

/// <summary>
/// The auction's tokens (contracts §5): claims <c>created</c>, in Unix seconds, and <c>userID</c>, the user
/// name. A token is good for so long after it was created.
/// </summary>
internal sealed class AuctionTokens(
    AuctionSettings auction, AuctionHttpSettings settings, TimeProvider time)
{
    private readonly TokenSecrets _secrets = new(settings.Secrets);

    public string Issue(string username)
    {
        var json = new ArrayBufferWriter<byte>();
        json.Write("""{"created":"""u8);
        json.WriteNumber(time.GetUtcNow().ToUnixTimeSeconds());
        json.Write(""","userID":"""u8);
        json.WriteJsonString(username);
        json.Write("}"u8);
        return TokenEnvelope.Seal(_secrets, json.WrittenSpan);
    }

    /// <summary>Null for anything but a token that is good now.</summary>
    public AuctionToken? Verify(string? token)
    {
        if (token is null) return null;
        if (TokenEnvelope.Open(_secrets, token, settings.TokenBytesMax, out var json) != TokenError.None)
            return null;
        return AuctionClaims.TryRead(json, out var claims)
            && UserName.IsValid(claims.UserId, auction.UsernameBytesMax)
            && claims.Created <= time.GetUtcNow() + settings.ClockSkew
                ? Unexpired(claims)
                : null;
    }

    private AuctionToken? Unexpired(in AuctionClaims claims)
    {
        var expiresAt = claims.Created + settings.TokenLifetime;
        if (claims.ExpiresAt < expiresAt) expiresAt = claims.ExpiresAt.Value;
        return time.GetUtcNow() < expiresAt ? new AuctionToken(claims.UserId!, expiresAt) : null;
    }
}
