using System.Buffers;
using System.Globalization;
using Broker.Actors.Persistence;

namespace Broker.Actors.Auction;

/// <summary>What the store calls offers and accounts.</summary>
public static class AuctionIds
{
    private const int NameDigits = 16;
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>Every account's id begins with it, and nothing else does.</summary>
    public const char AccountKind = 'a';

    /// <summary>Every offer's id begins with it, and nothing else does.</summary>
    public const char OfferKind = 'o';

    public static string OfAccount(string username) => PersistenceIds.Of(AccountKind, username);

    /// <summary>The letter, a colon and the offer's number in 16 hex digits.</summary>
    public static string OfOffer(OfferId offer) => PersistenceIds.Of(OfferKind, NameOf(offer));

    /// <summary>False for what is no offer's id.</summary>
    public static bool TryParseOffer(string persistenceId, out OfferId offer)
    {
        ArgumentNullException.ThrowIfNull(persistenceId);
        offer = default;
        if (persistenceId is not [OfferKind, ':', .. { Length: NameDigits } name]
            || name.AsSpan().ContainsAnyExcept(Hex))
            return false;

        offer = ParseName(name);
        return true;
    }

    internal static string NameOf(OfferId offer) =>
        offer.Number.ToString("x16", CultureInfo.InvariantCulture);

    internal static OfferId ParseName(string name) =>
        new(ulong.Parse(name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
}
