using System.Buffers;
using Broker.Tcp.Framed;

namespace Broker.Tcp.Tests.Framed;

public class VarintSpec
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(1, "01")]
    [InlineData(127, "7F")]
    [InlineData(128, "8001")]
    [InlineData(300, "AC02")]
    [InlineData(16_383, "FF7F")]
    [InlineData(16_384, "808001")]
    [InlineData(uint.MaxValue, "FFFFFFFF0F")]
    [InlineData(long.MaxValue, "FFFFFFFFFFFFFFFF7F")]
    [InlineData(ulong.MaxValue, "FFFFFFFFFFFFFFFFFF01")]
    public void A_number_has_one_spelling_both_ways(ulong value, string hex)
    {
        var written = new byte[Varint.LengthMax];
        var length = Varint.Write(written, value);

        Assert.Equal(hex, Convert.ToHexString(written, 0, length));
        Assert.Equal(length, Varint.LengthOf(value));
        Assert.Equal((VarintResult.Complete, value), Read(written[..length]));
    }

    [Theory]
    [InlineData("8000")]
    [InlineData("FF8000")]
    [InlineData("FFFFFFFFFFFFFFFFFF02")]
    [InlineData("FFFFFFFFFFFFFFFFFFFF01")]
    public void Another_spelling_or_more_than_64_bits_is_malformed(string hex) =>
        Assert.Equal(VarintResult.Malformed, Read(Convert.FromHexString(hex)).Result);

    [Fact]
    public void A_number_that_is_not_all_there_moves_nothing()
    {
        foreach (var hex in new[] { "", "80", "FFFFFFFFFFFFFFFFFF" })
        {
            var reader = new SequenceReader<byte>(Sequence.Of(Convert.FromHexString(hex), segmentLength: 1));

            Assert.Equal(VarintResult.NeedMore, Varint.Read(ref reader, out _));
            Assert.Equal(0, reader.Consumed);
        }
    }

    private static (VarintResult Result, ulong Value) Read(byte[] bytes)
    {
        var reader = new SequenceReader<byte>(Sequence.Of(bytes, segmentLength: 1));
        var result = Varint.Read(ref reader, out var value);
        return (result, value);
    }
}
