using System.Globalization;
using System.Text;
using Broker.Gateway.Http;

namespace Broker.Gateway.Tests.Auction;

public class Rfc3339ConverterSpec
{
    [Theory]
    [InlineData("2026-11-21T12:42:01Z", "2026-11-21T12:42:01.0000000+00:00")]
    [InlineData("2026-11-21t12:42:01z", "2026-11-21T12:42:01.0000000+00:00")]
    [InlineData("2026-11-21T12:42:01.5Z", "2026-11-21T12:42:01.5000000+00:00")]
    [InlineData("2026-11-21T12:42:01.123456789Z", "2026-11-21T12:42:01.1234567+00:00")]
    [InlineData("2026-11-21T12:42:01+02:00", "2026-11-21T10:42:01.0000000+00:00")]
    [InlineData("2026-11-21T12:42:01.25-05:30", "2026-11-21T18:12:01.2500000+00:00")]
    [InlineData("2026-11-21T12:42:01+23:59", "2026-11-20T12:43:01.0000000+00:00")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000+00:00")]
    public void Times_have_an_offset_and_any_number_of_places(string text, string utc)
    {
        Assert.Equal(utc, Read(text)?.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-21")]
    [InlineData("2026-11-21T12:42:01")]
    [InlineData("2026-11-21 12:42:01Z")]
    [InlineData("2026-11-21T12:42Z")]
    [InlineData("2026-13-21T12:42:01Z")]
    [InlineData("2026-02-30T12:42:01Z")]
    [InlineData("2026-11-21T24:42:01Z")]
    [InlineData("2026-11-21T12:42:01.Z")]
    [InlineData("2026-11-21T12:42:01.5")]
    [InlineData("2026-11-21T12:42:01+2:00")]
    [InlineData("2026-11-21T12:42:01+24:00")]
    [InlineData("2026-11-21T12:42:01+02:60")]
    [InlineData("2026-11-21T12:42:01+0200")]
    [InlineData("2026-11-21T12:42:01Zx")]
    [InlineData("0001-01-01T00:00:00+05:00")]
    [InlineData("tomorrow")]
    [InlineData("2026-11-21T12:42:01Z\\n")]
    [InlineData("2026-11-21T12:42:0122Z")]
    [InlineData("２026-11-21T12:42:01Z")]
    public void Anything_else_is_refused(string text) => Assert.Null(Read(text));

    private static DateTimeOffset? Read(string text) => InputJson.Read(
        Encoding.UTF8.GetBytes($$"""{"bid_price":1,"title":"","go_live":"{{text}}"}"""),
        InputJson.Default.NewOffer)?.GoLive;
}
