using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Broker.Gateway.Http;
using Broker.Gateway.Text;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Gateway.Auction;

/// <summary>
/// What a client of <c>/v1/stream</c> sends (contracts §5): <c>{"event","token", …}</c>, with field names in
/// any case. Without a token it is unreadable; a wrong value of another field has an answer of its own.
/// </summary>
internal sealed record StreamEvent(
    string Token,
    JsonElement Event = default,
    JsonElement Page = default,
    JsonElement Size = default,
    JsonElement SortKey = default)
{
    /// <summary>Null where it is missing, or is not text.</summary>
    [JsonIgnore]
    public string? Name => Event.AsText();

    /// <summary>How such events are read.</summary>
    public static JsonTypeInfo<StreamEvent> TypeWith(int depthMax) => new InputJson(
        new JsonSerializerOptions(InputJson.Default.Options)
        {
            MaxDepth = depthMax,
            PropertyNameCaseInsensitive = true,
        }).StreamEvent;

    /// <summary>Which offers are asked for; null with a reason when that cannot be said.</summary>
    public ListOffers? ReadListing(out string error) => OfferListing.Of(
        NumberOf(Size),
        NumberOf(Page),
        SortKey.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : SortKey.AsText() ?? "-",
        out error);

    // What is not a number is below all bounds.
    private static decimal? NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number,
        _ => -1,
    };
}
