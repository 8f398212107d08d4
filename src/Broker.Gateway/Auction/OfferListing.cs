using System.Globalization;
using Broker.Gateway.Http;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Gateway.Auction;

/// <summary>Which offers, in which order: <c>size</c>, <c>page</c> and the sort key (contracts §5).</summary>
internal static class OfferListing
{
    private const int SizeDefault = 10;
    private const int SizeMax = 100;

    private static readonly Dictionary<string, OfferSort> Sorts = new(StringComparer.Ordinal)
    {
        ["golive"] = OfferSort.GoLive,
        ["bidprice"] = OfferSort.BidPrice,
        ["lifetime"] = OfferSort.Lifetime,
        ["photourl"] = OfferSort.PhotoUrl,
        ["title"] = OfferSort.Title,
        ["createdby"] = OfferSort.CreatedBy,
        ["sold"] = OfferSort.Sold,
    };

    /// <summary>As a query says it; null with a reason when it is out of bounds.</summary>
    public static ListOffers? Read(ReadOnlySpan<char> query, out string error)
    {
        var size = QueryParameter.Read(query, "size", out _);
        var page = QueryParameter.Read(query, "page", out _);
        var sortKey = QueryParameter.Read(query, "sortKey", out _);
        return Of(NumberOf(size), NumberOf(page), sortKey, out error);
    }

    /// <param name="size">Null is the default.</param>
    /// <param name="page">From 0, which is the default.</param>
    /// <param name="sortKey">With a minus in front for descending.</param>
    /// <param name="error">Which of them is out of bounds.</param>
    public static ListOffers? Of(decimal? size, decimal? page, string? sortKey, out string error)
    {
        error = $"size must be a whole number from 1 to {SizeMax}";
        var offers = size ?? SizeDefault;
        if (offers is < 1 or > SizeMax || !decimal.IsInteger(offers)) return null;

        error = "page must be a whole number, 0 or more";
        var index = page ?? 0;
        if (index < 0 || !decimal.IsInteger(index)) return null;

        error = $"the sort key must be one of {string.Join(", ", Sorts.Keys)}, or one of them behind a -";
        var key = sortKey ?? "golive";
        var isDescending = key.StartsWith('-');
        if (!Sorts.TryGetValue(isDescending ? key[1..] : key, out var sort)) return null;

        // Behind all that there can be, every page is as empty.
        return new ListOffers(
            sort, isDescending, (int)Math.Min(index, int.MaxValue / SizeMax), (int)offers);
    }

    // What is no number is below all bounds.
    private static decimal? NumberOf(string? text) => text is null
        ? null
        : decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : -1;
}
