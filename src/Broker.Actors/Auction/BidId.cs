using System.Buffers;
using System.Globalization;

namespace Broker.Actors.Auction;

/// <summary>What a bid is called: its offer's number and its place among that offer's bids.</summary>
/// <param name="Place">From 1, in the order in which they were taken.</param>
public readonly record struct BidId(OfferId Offer, uint Place)
{
    private const int Digits = 24;
    private const int NumberDigits = 16;
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>False for what is no bid's id.</summary>
    public static bool TryParse(string? text, out BidId id)
    {
        var isOne = TryRead(text, out var number, out var place) && place > 0;
        id = isOne ? new BidId(new OfferId(number), place) : default;
        return isOne;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Offer.Number:x16}{Place:x8}");

    internal static bool TryRead(string? text, out ulong number, out uint place)
    {
        (number, place) = (0, 0);
        return text?.Length == Digits
            && !text.AsSpan().ContainsAnyExcept(Hex)
            && ulong.TryParse(text.AsSpan(0, NumberDigits), NumberStyles.HexNumber, null, out number)
            && uint.TryParse(text.AsSpan(NumberDigits), NumberStyles.HexNumber, null, out place);
    }
}
