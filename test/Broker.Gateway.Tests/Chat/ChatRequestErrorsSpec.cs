using System.Text;
using Broker.Gateway.Chat;

namespace Broker.Gateway.Tests.Chat;

public class ChatRequestErrorsSpec
{
    private static readonly ChatRequestReader Reader = new(depthMax: 32);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("""{"action":"list"}}""")]
    [InlineData("""{"action":"list"} {"action":"list"}""")]
    [InlineData("""{"action":"list"} x""")]
    [InlineData("""{"action":"list",}""")]
    [InlineData("""{"action":"list" /* so */}""")]
    [InlineData("""{action:"list"}""")]
    [InlineData("{'action':'list'}")]
    [InlineData("""{"action":"list","x":"\x"}""")]
    [InlineData("""{"action":"list","x":"\u12G4"}""")]
    [InlineData("{\"action\":\"list\",\"x\":\"a\nb\"}")]
    [InlineData("""{"action":"list","x":01}""")]
    [InlineData("""["action" """)]
    [InlineData("\ufeff{\"action\":\"list\"}")]
    public void Names_invalid_json(string json) => Assert.Equal("invalid JSON", Read(json));

    [Theory]
    [InlineData("""{"action":"list","x":""", "\"\xff\"}")]
    [InlineData("""{"action":"list","x":""", "\"\xc3\"}")]
    public void Names_bytes_that_are_not_utf8(string start, string end)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes(start), .. Encoding.Latin1.GetBytes(end)];

        Assert.Equal("invalid JSON: not UTF-8", Reader.Read(message).Show());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"action":"list","id":1}]""")]
    [InlineData("\"list\"")]
    [InlineData("1")]
    [InlineData("null")]
    public void Names_what_is_not_an_object(string json) =>
        Assert.Equal("not an object: a request is one JSON object", Read(json));

    [Theory]
    [InlineData("""{}""", "missing field `action`")]
    [InlineData("""{"action":1}""", "`action` must be a string")]
    [InlineData("""{"action":null}""", "`action` must be a string")]
    [InlineData("""{"action":["list"]}""", "`action` must be a string")]
    [InlineData("""{"action":""}""", "unknown action ``")]
    [InlineData("""{"action":"List"}""", "unknown action `List`")]
    [InlineData("""{"action":"list","action":"list"}""", "field `action` is given twice")]
    [InlineData("""{"action":"list","id":null}""", "`id` must be a string or a number")]
    [InlineData("""{"action":"list","id":{"id":1}}""", "`id` must be a string or a number")]
    [InlineData("""{"action":"list","id":true}""", "`id` must be a string or a number")]
    [InlineData("""{"action":"list","id":1,"id":1}""", "field `id` is given twice")]
    [InlineData("""{"action":"list","params":null}""", "`params` must be an object")]
    [InlineData("""{"action":"list","params":{"scope":1}}""", "`scope` must be a string")]
    [InlineData("""{"action":"list","params":{"scope":"x"}}""", "unknown scope `x`: it is `all` or `mine`")]
    [InlineData("""{"action":"list","params":{},"params":{}}""", "field `params` is given twice")]
    [InlineData("""{"action":"list","params":{"scope":1,"scope":"all"}}""", "field `scope` is given twice")]
    public void Names_the_field_that_is_wrong(string json, string expected) =>
        Assert.Equal(expected, Read(json));

    [Theory]
    [InlineData("""{"action":"publish"}""", "missing field `params`")]
    [InlineData("""{"action":"publish","params":"c"}""", "`params` must be an object")]
    [InlineData("""{"action":"publish","params":[{"channel_name":"c"}]}""", "`params` must be an object")]
    [InlineData("""{"action":"publish","channel_name":"c","content":"hi"}""", "missing field `params`")]
    public void Wants_params_where_the_action_has_some(string json, string expected)
    {
        Assert.Equal(expected, Read(json));
        Assert.Equal(expected, Read(json.Replace("publish", "subscribe", StringComparison.Ordinal)));
        Assert.Equal(expected, Read(json.Replace("publish", "unsubscribe", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"content":"hi"}""", "missing field `channel_name`")]
    [InlineData("""{"channel_name":7}""", "`channel_name` must be a string")]
    [InlineData("""{"channel_name":"a","channel_name":"b"}""", "field `channel_name` is given twice")]
    [InlineData("""{"channel_name":""}""", "`channel_name` is empty")]
    [InlineData("""{"channel_name":"$offers"}""", "`channel_name` is reserved: it begins with $")]
    [InlineData("""{"channel_name":"\u0024offers"}""", "`channel_name` is reserved: it begins with $")]
    [InlineData("""{"channel_name":"a\nb"}""", "`channel_name` has a control character")]
    public void Names_what_is_wrong_with_the_channel(string parameters, string expected)
    {
        foreach (var action in new[] { "subscribe", "unsubscribe", "publish" })
            Assert.Equal(expected, Read($$"""{"action":"{{action}}","params":{{parameters}}}"""));
    }

    [Fact]
    public void Measures_a_channel_name_in_bytes()
    {
        var longest = new string('é', 127) + "x";

        Assert.Equal($"subscribe {longest}", Subscribe(longest));
        Assert.Equal("`channel_name` is too long: at most 255 bytes", Subscribe(longest + "x"));
    }

    [Theory]
    [InlineData("""{"channel_name":"c"}""", "missing field `content`")]
    [InlineData("""{"channel_name":"c","content":null}""", "`content` must be a string")]
    [InlineData("""{"channel_name":"c","content":{"a":1}}""", "`content` must be a string")]
    [InlineData("""{"channel_name":"c","content":"a","content":"b"}""", "field `content` is given twice")]
    public void Names_what_is_wrong_with_the_content(string parameters, string expected) =>
        Assert.Equal(expected, Publish(parameters));

    [Theory]
    [InlineData("""a\ud83d""")]
    [InlineData("""\ud83d\n""")]
    [InlineData("""\ud83d😀""")]
    [InlineData("""\ude00\ud83d""")]
    [InlineData("""\ud83d\ud83d\ude00""")]
    public void Takes_no_half_of_a_surrogate_pair(string text)
    {
        const string half = "is not valid text: it has half of a surrogate pair";

        Assert.Equal($"`action` {half}", Read($$"""{"action":"{{text}}"}"""));
        Assert.Equal($"`channel_name` {half}", Subscribe(text));
        Assert.Equal($"`content` {half}", Publish($$"""{"channel_name":"c","content":"{{text}}"}"""));
    }

    [Fact]
    public void Names_only_the_beginning_of_a_long_unknown_action_and_cuts_no_character()
    {
        var (long38, long40) = (new string('x', 38), new string('x', 40));

        Assert.Equal($"unknown action `{long40}`", Read($$"""{"action":"{{long40}}"}"""));
        Assert.Equal($"unknown action `{long40}…`", Read($$"""{"action":"{{long40}}x"}"""));
        Assert.Equal($"unknown action `{long38}…`", Read($$"""{"action":"{{long38}}😀"}"""));
    }

    [Theory]
    [InlineData("""{"id":7,"action":"nope"}""", "unknown action `nope` #7")]
    [InlineData("""{"action":5,"params":{},"id":"a"}""", "`action` must be a string #\"a\"")]
    [InlineData("""{"action":"publish","params":[[1],{"id":3}],"id":9}""", "`params` must be an object #9")]
    [InlineData("""{"action":"subscribe","params":{"channel_name":1},"id":9}""",
        "`channel_name` must be a string #9")]
    [InlineData("""{"id":7,"action":"list" """, "invalid JSON #7")]
    [InlineData("""{"id":7,"action":"list"},""", "invalid JSON #7")]
    [InlineData("""{"action":"list", oops, "id":7}""", "invalid JSON")]
    [InlineData("""{"id":7,"id":8,"action":"list",""", "invalid JSON")]
    public void Keeps_the_id_on_an_error_wherever_it_stands(string json, string expected) =>
        Assert.Equal(expected, Read(json));

    private static string Publish(string parameters) =>
        Read($$"""{"action":"publish","params":{{parameters}}}""");

    private static string Subscribe(string channel) =>
        Read($$$"""{"action":"subscribe","params":{"channel_name":"{{{channel}}}"}}""");

    private static string Read(string json) => Reader.Read(Encoding.UTF8.GetBytes(json)).Show();
}
