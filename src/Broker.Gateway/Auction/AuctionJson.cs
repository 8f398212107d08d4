using System.Buffers;
using System.Globalization;
using Broker.Actors.Auction;
using Broker.Gateway.Text;

namespace Broker.Gateway.Auction;

/// <summary>Offers and bids as clients see them (contracts §5).</summary>
internal static class AuctionJson
{
    private const int DecimalLengthMax = 40;

    /// <summary>
    /// <c>{"id":"…","bid_price":10.5,"go_live":"…","lifetime":0,"photo_url":"","title":"…",
    /// "created_by":"…","sold":false}</c>
    /// </summary>
    public static void WriteOffer(this IBufferWriter<byte> output, Offer offer)
    {
        output.Write("""{"id":"""u8);
        output.WriteJsonString(offer.Id.ToString());
        output.Write(""","bid_price":"""u8);
        output.WriteDecimal(offer.BidPrice);
        output.Write(",\"go_live\":\""u8);
        output.WriteTime(offer.GoLive);
        output.Write("\",\"lifetime\":"u8);
        output.WriteDecimal((decimal)offer.Lifetime.Ticks / TimeSpan.TicksPerSecond);
        output.Write(""","photo_url":"""u8);
        output.WriteJsonString(offer.PhotoUrl);
        output.Write(""","title":"""u8);
        output.WriteJsonString(offer.Title);
        output.Write(""","created_by":"""u8);
        output.WriteJsonString(offer.CreatedBy);
        output.Write(offer.Sold ? ",\"sold\":true}"u8 : ",\"sold\":false}"u8);
    }

    /// <summary>
    /// <c>{"id":"…","bid_price":11,"username":"…","offer_id":"…","timestamp":"…","accepted":false}</c>
    /// </summary>
    public static void WriteBid(this IBufferWriter<byte> output, Bid bid)
    {
        output.Write("""{"id":"""u8);
        output.WriteJsonString(bid.Id.ToString());
        output.Write(""","bid_price":"""u8);
        output.WriteDecimal(bid.BidPrice);
        output.Write(""","username":"""u8);
        output.WriteJsonString(bid.Username);
        output.Write(""","offer_id":"""u8);
        output.WriteJsonString(bid.Id.Offer.ToString());
        output.Write(",\"timestamp\":\""u8);
        output.WriteTime(bid.Timestamp);
        output.Write(bid.Accepted ? "\",\"accepted\":true}"u8 : "\",\"accepted\":false}"u8);
    }

    public static void WriteOffers(this IBufferWriter<byte> output, IReadOnlyList<Offer> offers)
    {
        output.Write("["u8);
        for (var i = 0; i < offers.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            output.WriteOffer(offers[i]);
        }
        output.Write("]"u8);
    }

    public static void WriteBids(this IBufferWriter<byte> output, IReadOnlyList<Bid> bids)
    {
        output.Write("["u8);
        for (var i = 0; i < bids.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            output.WriteBid(bids[i]);
        }
        output.Write("]"u8);
    }

    /// <summary><c>{"error":"…","bid_price":10.5}</c>, the price only where there is one.</summary>
    public static void WriteError(this IBufferWriter<byte> output, string error, decimal? bidPrice = null)
    {
        output.Write("""{"error":"""u8);
        output.WriteJsonString(error);
        if (bidPrice is { } price)
        {
            output.Write(""","bid_price":"""u8);
            output.WriteDecimal(price);
        }
        output.Write("}"u8);
    }

    // No zeros behind the last place, and never an exponent.
    private static void WriteDecimal(this IBufferWriter<byte> output, decimal value)
    {
        value.TryFormat(
            output.GetSpan(DecimalLengthMax), out var length, "0.#######", CultureInfo.InvariantCulture);
        output.Advance(length);
    }
}
