using System.Text;
using Broker.Gateway.Broadcast;

namespace Broker.Gateway.Tests.Broadcast;

public class BroadcastEncodingSpec
{
    [Theory]
    [InlineData("")]
    [InlineData("hi")]
    [InlineData("{\"a\":\"\\u0041\"}\r\n\0é😀")]
    public void Delivers_text_byte_for_byte_in_a_text_frame(string text)
    {
        var frame = WireFrame.Single(BroadcastEncoding.Instance.Encode(Publications.Text(text)));

        Assert.Equal(WireFrame.TextOpcode, frame.Opcode);
        Assert.Equal(Encoding.UTF8.GetBytes(text), frame.Payload);
    }

    [Fact]
    public void Delivers_bytes_that_are_no_text_in_a_binary_frame()
    {
        byte[] bytes = [0x00, 0xFF, 0xC3, 0x0A];
        var frame = WireFrame.Single(BroadcastEncoding.Instance.Encode(Publications.Binary(bytes)));

        Assert.Equal(WireFrame.BinaryOpcode, frame.Opcode);
        Assert.Equal(bytes, frame.Payload);
    }
}
