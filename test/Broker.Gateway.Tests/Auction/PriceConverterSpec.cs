using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Broker.Actors.Auction;
using Broker.Gateway.Auction;
using Broker.Gateway.Http;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Gateway.Tests.Auction;

public class PriceConverterSpec
{
    private const long TenThousandthsHighest = 9_007_199_254_740_992L * 100;

    [Theory]
    [InlineData("10.5", "10.5")]
    [InlineData("10.50", "10.5")]
    [InlineData("0.1", "0.1")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0", "0")]
    [InlineData("0.00000", "0")]
    [InlineData("0e9999999999", "0")]
    [InlineData("1e2", "100")]
    [InlineData("1E+2", "100")]
    [InlineData("1.25e1", "12.5")]
    [InlineData("12345e-4", "1.2345")]
    [InlineData("100000e-9", "0.0001")]
    [InlineData("1.00000000000000000000000000000000000000", "1")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("9007199254740991.9999", "9007199254740991.9999")]
    [InlineData("9.007199254740992e15", "9007199254740992")]
    public void Numbers_within_the_limits_are_read_and_written_without_rounding(string json, string written)
    {
        var value = Read(json);
        Assert.Equal(decimal.Parse(written, CultureInfo.InvariantCulture), value);
        Assert.Contains($"\"bid_price\":{written},", Written(value!.Value), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-0.0001")]
    [InlineData("0.00001")]
    [InlineData("10.00001")]
    [InlineData("1.00000000000000000000000000000000000001")]
    [InlineData("9007199254740992.0001")]
    [InlineData("9007199254740993")]
    [InlineData("1e16")]
    [InlineData("1e99")]
    [InlineData("1e9999999999")]
    [InlineData("1e-9999999999")]
    [InlineData("99999999999999999999999999999999999999999")]
    [InlineData("9007199254740992.00000000000000000001")]
    [InlineData("1e-29")]
    [InlineData("0.00000000000000000000000000000000000000001")]
    [InlineData("\"1\"")]
    [InlineData("true")]
    [InlineData("[1]")]
    [InlineData("null")]
    public void Numbers_out_of_the_limits_are_refused(string json) => Assert.Null(Read(json));

    [Fact]
    public void Every_price_survives_reading_and_writing() => Prop.ForAll(
        Gen.Choose(1, int.MaxValue).Two()
            .Select(pair => (((long)pair.Item1 << 31) | (uint)pair.Item2) % TenThousandthsHighest)
            .Select(tenThousandths => tenThousandths / 10_000m)
            .ToArbitrary(),
        price =>
        {
            using var json = JsonDocument.Parse(Written(price));
            var text = json.RootElement.GetProperty("bid_price").GetRawText();
            return Read(text) == price;
        }).QuickCheckThrowOnFailure();

    private static decimal? Read(string json) => InputJson.Read(
        Encoding.ASCII.GetBytes($$"""{"bid_price":{{json}},"offer_id":""}"""),
        InputJson.Default.NewBid)?.BidPrice;

    private static string Written(decimal price)
    {
        var json = new ArrayBufferWriter<byte>();
        json.WriteBid(new Bid(
            new BidId(new OfferId(7), 1), price, "bob", SpecTime.Start, Accepted: false));
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
