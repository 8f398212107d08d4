using System.Text;
using Broker.Gateway.Broadcast;
using Broker.Gateway.WebSockets.Compression;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Tests.WebSockets.Compression;

public class DeflatedEncodingSpec
{
    [Theory]
    [InlineData(200)]
    [InlineData(100_000)]
    [InlineData(2_000_000)]
    public void A_publication_that_shrinks_goes_out_compressed_and_inflates_to_itself(int length)
    {
        var content = new string('x', length);
        var frame = Encode(content);
        Assert.Equal(0xC1, frame[0]);
        Assert.True(frame.Length < length / 2);

        var message = default(MessageBuffer);
        var payload = frame.AsMemory(FrameWriter.HeaderLengthOf(frame));
        Assert.Equal(FrameViolation.None, MessageInflater.Inflate(payload, length, ref message));
        Assert.Equal(content, Encoding.UTF8.GetString(message.Written.Span));
        message.Release();
    }

    [Fact]
    public void A_publication_that_does_not_shrink_goes_out_as_it_is()
    {
        var frame = Encode("short");

        Assert.Equal(Plain("short"), frame);
    }

    private static byte[] Encode(string content) =>
        new DeflatedEncoding(BroadcastEncoding.Instance).Encode(Publications.Text(content));

    private static byte[] Plain(string content) =>
        BroadcastEncoding.Instance.Encode(Publications.Text(content));
}
