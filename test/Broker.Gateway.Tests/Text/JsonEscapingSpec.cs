using System.Buffers;
using System.Text;
using System.Text.Json;
using Broker.Gateway.Text;

namespace Broker.Gateway.Tests.Text;

public class JsonEscapingSpec
{
    [Fact]
    public void Every_character_below_256_comes_back_from_the_framework()
    {
        for (var c = '\0'; c < 256; c++)
        {
            Assert.Equal($"a{c}b", JsonSerializer.Deserialize<string>(Quoted($"a{c}b")));
            Assert.Equal($"\"a{(c is '"' or '\\' or < ' ' ? EscapeOf(c) : c)}b\"", Quoted($"a{c}b"));
        }
    }

    [Fact]
    public void Bytes_and_strings_are_escaped_alike_and_measured_exactly()
    {
        var low = string.Concat(Enumerable.Range(0, 300).Select(c => (char)c));
        var text = low + "😀\u2028" + new string('x', 100) + "\n";
        var utf8 = Encoding.UTF8.GetBytes(text);
        var fromBytes = new byte[JsonEscaping.EscapedLength(utf8)];
        var fromChars = new byte[JsonEscaping.EscapedLengthMax(text.Length)];

        Assert.Equal(fromBytes.Length, JsonEscaping.Escape(utf8, fromBytes));
        var length = JsonEscaping.Escape(text, fromChars);
        Assert.Equal(fromBytes, fromChars[..length]);
        Assert.Equal(text, JsonSerializer.Deserialize<string>($"\"{Encoding.UTF8.GetString(fromBytes)}\""));
    }

    [Theory]
    [InlineData('\0', 6)]
    [InlineData('\ud800', 6)]
    [InlineData('€', 6)]
    public void No_character_is_longer_than_the_bound(char c, int bound)
    {
        Assert.Equal(bound, JsonEscaping.EscapedLengthMax(1));
        Assert.InRange(JsonEscaping.Escape([c], new byte[bound]), 1, bound);
    }

    private static string Quoted(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        output.WriteJsonString(text);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string EscapeOf(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"\\u{(int)c:x4}",
    };
}
