using Broker.Gateway.Http;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Gateway.Auction;

/// <summary>
/// What a client of <c>/v1/stream</c> sends (contracts §5): <c>{"event","token", …}</c>, with its fields'
/// names in any case.
/// </summary>
internal sealed class StreamEvent
{
    private readonly JsonFields _fields;

    private StreamEvent(JsonFields fields, string? name, string token) =>
        (_fields, Name, Token) = (fields, name, token);

    /// <summary>Null where it is missing, or no text.</summary>
    public string? Name { get; }

    public string Token { get; }

    /// <summary>Null for what has no token, be it JSON or not.</summary>
    public static StreamEvent? Read(ReadOnlySpan<byte> json, int depthMax)
    {
        var fields = JsonFields.Read(
            json, depthMax, StringComparer.OrdinalIgnoreCase, "event", "token", "page", "size", "sort_key");
        if (fields is null || !fields.TryGetText("token", out var token) || token is null) return null;

        fields.TryGetText("event", out var name);
        return new StreamEvent(fields, name, Bearer.Strip(token));
    }

    /// <summary>Which offers are asked for; null with a reason when that cannot be said.</summary>
    public ListOffers? ReadListing(out string error)
    {
        if (!_fields.TryGetNumber("size", out var size)) size = -1;
        if (!_fields.TryGetNumber("page", out var page)) page = -1;
        if (!_fields.TryGetText("sort_key", out var sortKey)) sortKey = "-";
        return OfferListing.Of(size, page, sortKey, out error);
    }
}
