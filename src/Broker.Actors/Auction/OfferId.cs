using System.Globalization;

namespace Broker.Actors.Auction;

/// <summary>
/// What an offer is called: 24 lower-case hex digits for clients (contracts §5), of which the first 16 are
/// its number and the other 8 are zero. A bid has the number of its offer and its own place there, so that
/// either leads to the offer's stream without an index.
/// </summary>
public readonly record struct OfferId(ulong Number)
{
    private const string Tail = "00000000";

    /// <summary>False for what is no offer's id.</summary>
    public static bool TryParse(string? text, out OfferId id)
    {
        var isOne = BidId.TryRead(text, out var number, out var place) && place == 0;
        id = isOne ? new OfferId(number) : default;
        return isOne;
    }

    public override string ToString() => Number.ToString("x16", CultureInfo.InvariantCulture) + Tail;
}
