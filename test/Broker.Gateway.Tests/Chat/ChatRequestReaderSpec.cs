using System.Runtime.InteropServices;
using System.Text;
using Broker.Gateway.Chat;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Tests.Chat;

public class ChatRequestReaderSpec
{
    private static readonly ChatRequestReader Reader = new(depthMax: 32);

    [Theory]
    [InlineData("""{"action":"subscribe","params":{"channel_name":"c"}}""", "subscribe c")]
    [InlineData("""{"action":"unsubscribe","params":{"channel_name":"c"}}""", "unsubscribe c")]
    [InlineData("""{"action":"publish","params":{"channel_name":"c","content":"hi"}}""", "publish c [hi]")]
    [InlineData("""{"action":"publish","params":{"channel_name":"c","content":""}}""", "publish c []")]
    [InlineData("""{"action":"list"}""", "list All")]
    [InlineData("""{"action":"list","params":{}}""", "list All")]
    [InlineData("""{"action":"list","params":{"scope":"all"}}""", "list All")]
    [InlineData("""{"action":"list","params":{"scope":"mine"}}""", "list Mine")]
    [InlineData(""" { "action" : "list" } """, "list All")]
    public void Reads_each_action(string json, string expected) => Assert.Equal(expected, Read(json));

    [Theory]
    [InlineData("""{"params":{"content":"hi","channel_name":"c"},"id":7,"action":"publish"}""")]
    [InlineData("""{"id":7,"params":{"channel_name":"c","content":"hi"},"action":"publish"}""")]
    [InlineData("""{"action":"publish","id":7,"params":{"content":"hi","channel_name":"c"}}""")]
    public void Takes_fields_in_any_order(string json) => Assert.Equal("publish c [hi] #7", Read(json));

    [Theory]
    [InlineData("""{"action":"list","x":{"action":[{"id":1}]},"y":[[1,{}],2],"z":null}""", "list All")]
    [InlineData("""{"action":"list","x":1,"x":2}""", "list All")]
    [InlineData("""{"action":"list","Action":"publish","ID":1}""", "list All")]
    [InlineData("""{"action":"list","\ud800":1}""", "list All")]
    [InlineData("""{"action":"list","params":{"channel_name":5,"content":[],"more":{}}}""", "list All")]
    [InlineData("""{"action":"subscribe","params":{"x":[1],"channel_name":"c","content":5}}""",
        "subscribe c")]
    public void Ignores_fields_that_the_action_does_not_have(string json, string expected) =>
        Assert.Equal(expected, Read(json));

    [Theory]
    [InlineData("""{"\u0061ction":"l\u0069st"}""", "list All")]
    [InlineData("""{"action":"subscribe","params":{"channel_name":"\u00fc\ud83d\ude00/\/"}}""",
        "subscribe ü😀//")]
    [InlineData("""{"action":"publish","params":{"channel_name":"c","content":"\"\\\/\b\f\n\r\t"}}""",
        "publish c [\"\\/\b\f\n\r\t]")]
    [InlineData("""{"action":"publish","params":{"channel_name":"c","content":"\u0000\u00e9\uD83D\uDE00"}}""",
        "publish c [\0é😀]")]
    public void Unescapes_names_and_values(string json, string expected) =>
        Assert.Equal(expected, Read(json));

    [Theory]
    [InlineData("7", "7")]
    [InlineData("-1.5e400", "-1.5e400")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\"a\\u0041\\\"\"", "\"a\\u0041\\\"\"")]
    [InlineData(" \"a b\" ", "\"a b\"")]
    public void Keeps_the_id_as_the_client_wrote_it(string id, string expected) =>
        Assert.Equal($"list All #{expected}", Read($$"""{"action":"list","id":{{id}}}"""));

    [Fact]
    public void Takes_an_id_of_256_bytes_and_no_longer_one()
    {
        var longest = $"\"{new string('x', 254)}\"";
        var longer = new string('1', 257);

        Assert.Equal($"list All #{longest}", Read($$"""{"action":"list","id":{{longest}}}"""));
        Assert.Equal("`id` is too long: at most 256 bytes", Read($$"""{"action":"list","id":{{longer}}}"""));
    }

    [Fact]
    public void Owns_what_it_answers()
    {
        var buffer = Encoding.UTF8.GetBytes(
            """{"id":"a","action":"publish","params":{"channel_name":"c","content":"hi"}}""");
        var request = Reader.Read(buffer);
        buffer.AsSpan().Fill((byte)'!');

        Assert.Equal("publish c [hi] #\"a\"", request.Show());
    }

    [Fact]
    public void Holds_no_more_memory_for_a_content_than_its_text()
    {
        var json = """{"action":"publish","params":{"channel_name":"c","content":"\u0041"}}"""u8;
        var content = Assert.IsType<PublishRequest>(Reader.Read(json)).Content;

        Assert.True(MemoryMarshal.TryGetArray(content, out var array));
        Assert.Single(array.Array!);
    }

    [Fact]
    public void Takes_32_levels_and_says_so_when_there_are_more()
    {
        Assert.Equal("list All", Read($$"""{"x":{{Nested(31)}},"action":"list"}"""));
        Assert.Equal("nested too deep: at most 32 levels #1", Read($$"""{"id":1,"x":{{Nested(32)}}}"""));
        Assert.Equal("nested too deep: at most 32 levels", Read(Nested(33)));
        Assert.Equal("nested too deep: at most 32 levels", Read(new string('[', 10_000)));
        Assert.Equal("nested too deep: at most 2 levels", new ChatRequestReader(depthMax: 2)
            .Read("""{"params":{"x":{}}}"""u8).Show());
    }

    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);

    private static string Read(string json) => Reader.Read(Encoding.UTF8.GetBytes(json)).Show();
}
