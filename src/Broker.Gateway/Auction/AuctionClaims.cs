using System.Text.Json;
using Broker.Gateway.Tokens;

namespace Broker.Gateway.Auction;

/// <summary>
/// What a token of the auction says (contracts §5). Another issuer's <c>exp</c> is kept too, where there is
/// one; all else is left out.
/// </summary>
internal struct AuctionClaims
{
    // The last day that a lifetime can be counted from.
    private const long SecondsHighest = 253_000_000_000;

    private bool _isWrong;
    private long? _created;

    public string? UserId { get; private set; }

    public readonly DateTimeOffset Created => DateTimeOffset.FromUnixTimeSeconds(_created!.Value);

    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>False when a claim is missing or of the wrong type.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out AuctionClaims claims)
    {
        claims = default;
        return TokenObject.Read(json, ref claims, Take) == TokenError.None
            && !claims._isWrong
            && claims is { UserId: not null, _created: not null };
    }

    private static void Take(string name, ref Utf8JsonReader value, ref AuctionClaims claims)
    {
        switch (name)
        {
            case "created": claims._created = Seconds(ref value, ref claims); break;
            case "userID": claims.UserId = ClaimValue.Text(ref value, ref claims._isWrong); break;
            case "exp":
                claims.ExpiresAt = Seconds(ref value, ref claims) is { } seconds
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null;
                break;
        }
    }

    private static long? Seconds(ref Utf8JsonReader value, ref AuctionClaims claims) =>
        ClaimValue.Seconds(ref value, SecondsHighest, ref claims._isWrong);
}
