using System.Text.Json.Serialization;

namespace Broker.Gateway.Auction;

/// <summary>The body of <c>POST /v1/offer</c>; other fields are ignored.</summary>
/// <param name="Lifetime">In seconds.</param>
internal sealed record NewOffer(
    [property: JsonConverter(typeof(PriceConverter))] decimal BidPrice,
    string Title,
    string? PhotoUrl = null,
    [property: JsonConverter(typeof(PriceConverter))] decimal? Lifetime = null,
    [property: JsonConverter(typeof(Rfc3339Converter))] DateTimeOffset? GoLive = null);
