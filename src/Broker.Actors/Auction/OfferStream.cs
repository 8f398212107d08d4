using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Broker.Actors.Journal;

namespace Broker.Actors.Auction;

/// <summary>
/// Which stream of the journal is an offer's: <c>offer.</c> and its number in 16 hex digits.
/// </summary>
internal static class OfferStream
{
    public const string Prefix = "offer.";
    private const int Digits = 16;

    /// <summary>Among the offers' streams for what is no offer's, so that it is in their order.</summary>
    public static StreamName Marks { get; } = StreamName.Parse(Prefix + "marks");

    public static StreamName NameOf(OfferId id) =>
        StreamName.Parse(Prefix + id.Number.ToString("x16", CultureInfo.InvariantCulture));

    /// <summary>False for another stream of the same prefix.</summary>
    public static bool TryParse([NotNullWhen(true)] StreamName? stream, out OfferId id)
    {
        id = default;
        if (stream is not { Value.Length: var length } || length != Prefix.Length + Digits) return false;
        if (!ulong.TryParse(
            stream.Value.AsSpan(Prefix.Length), NumberStyles.AllowHexSpecifier, null, out var number))
            return false;

        id = new OfferId(number);
        return true;
    }
}
