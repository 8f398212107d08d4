using System.Globalization;

namespace Broker.History;

/// <summary>A bid as the broker shows it in the end.</summary>
public sealed record StoredBid(string Id, decimal Price, string Username, bool IsAccepted)
{
    private const int OfferDigits = 16;

    /// <summary>
    /// Its place among the bids of its offer, from 1, in the order in which they were taken.
    /// </summary>
    public uint Place => uint.Parse(
        Id.AsSpan(OfferDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
