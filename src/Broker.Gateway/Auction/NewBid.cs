using System.Text.Json.Serialization;

namespace Broker.Gateway.Auction;

/// <summary>The body of <c>POST /v1/bid</c>; other fields are ignored.</summary>
internal sealed record NewBid(
    [property: JsonConverter(typeof(PriceConverter))] decimal BidPrice, string OfferId);
