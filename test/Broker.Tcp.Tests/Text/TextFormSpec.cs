using System.Text;
using Broker.Tcp.Tests.Reading;

namespace Broker.Tcp.Tests.Text;

/// <summary>
/// The text form (contracts §3). In a script <c>~</c> is the quiet gap and <c>!</c> the client's half-close.
/// </summary>
public class TextFormSpec
{
    private const string LongLine = "refused: a line has at most 100 bytes";
    private const string LongBody = "refused: a body has at most 1000 bytes";
    private const string BadIds = "refused: the second line of a relay is ids with commas, such as 2, 3";

    [Theory]
    [InlineData("identity\n", "identity")]
    [InlineData("identity\r\nlist\r\n", "identity", "list")]
    [InlineData("\n\r\n \nlist\n", "list")]
    [InlineData("  identity\t \n", "identity")]
    [InlineData("identity", "")]
    [InlineData("identity!", "identity")]
    [InlineData("!", "")]
    public void A_line_is_a_command(string script, params string[] said) => Says(script, said);

    [Theory]
    [InlineData("echo\nhi~", "echo:hi")]
    [InlineData("echo\r\nhi\r\n~identity\n", "echo:hi\r\n", "identity")]
    [InlineData("echo\n\nidentity\n\n~", "echo:\nidentity\n\n")]
    [InlineData("echo\nhi!", "echo:hi")]
    [InlineData("echo\n!", "echo:")]
    [InlineData("echo\n~hi~", "echo:hi")]
    [InlineData("echo\nhi", "")]
    public void A_body_without_length_ends_at_silence_or_half_close(string script, params string[] said) =>
        Says(script, said);

    [Theory]
    [InlineData("echo 2\nhiidentity\n", "echo:hi", "identity")]
    [InlineData("echo 2\r\nhi\r\nlist\n", "echo:hi", "list")]
    [InlineData("echo 0\nlist\n", "echo:", "list")]
    [InlineData("echo 5\nhi~\nyo", "echo:hi\nyo")]
    [InlineData("echo  3 \n\0\u00ff\n", "echo:\0\u00ff\n")]
    [InlineData("relay 3\n2\nabcrelay 3\n2, 3\ndef", "relay to 2:abc", "relay to 2,3:def")]
    [InlineData("echo 5\nhi!", "refused: the body ends before its length")]
    public void A_length_is_exact(string script, params string[] said) => Says(script, said);

    [Theory]
    [InlineData("relay\n2\nhi~", "relay to 2:hi")]
    [InlineData("relay\n2,3\nhi\n~", "relay to 2,3:hi\n")]
    [InlineData("relay\r\n 2 ,\t3 \r\nhi\r\n~", "relay to 2,3:hi\r\n")]
    [InlineData("relay\n3,3,2\nhi~", "relay to 3,2:hi")]
    [InlineData("relay\n0,18446744073709551615\nhi~", "relay to 0,18446744073709551615:hi")]
    [InlineData("relay\n007\nhi~", "relay to 7:hi")]
    [InlineData("relay\n2!", "relay to 2:")]
    [InlineData("relay\n~2\n~hi~", "relay to 2:hi")]
    public void A_relay_has_its_ids_in_the_second_line(string script, params string[] said) =>
        Says(script, said);

    [Theory]
    [InlineData("hello\nlist\n", "refused: unknown command 'hello'", "list")]
    [InlineData("Identity\n", "refused: unknown command 'Identity'")]
    [InlineData("\u00ff\u001b[2J\n", "refused: unknown command '??[2J'")]
    [InlineData("identity 1\n", "refused: identity stands alone, without '1'")]
    [InlineData("relay x\nlist\n", "refused: 'x' behind relay is no length in bytes", "list")]
    [InlineData("echo -1\nlist\n", "refused: '-1' behind echo is no length in bytes", "list")]
    [InlineData("echo 9999999999999999\n", "refused: '9999999999999999' behind echo is no length in bytes")]
    public void After_a_bad_first_line_the_next_is_a_command(string script, params string[] said) =>
        Says(script, said);

    [Theory]
    [InlineData("relay\n2,x\nhi\nlist\n~list\n", BadIds, "list")]
    [InlineData("relay\n2,x\n", "")]
    [InlineData("relay\n2,x\n~identity\n", BadIds, "identity")]
    [InlineData("relay\n\nhi~list\n", BadIds, "list")]
    [InlineData("relay\n2,\nhi~list\n", BadIds, "list")]
    [InlineData("relay\n,2\nhi~list\n", BadIds, "list")]
    [InlineData("relay\n2 3\nhi~list\n", BadIds, "list")]
    [InlineData("relay\n-2\nhi~list\n", BadIds, "list")]
    [InlineData("relay\n18446744073709551616\nhi~list\n", BadIds, "list")]
    [InlineData("relay\n2,x\nhi!", BadIds)]
    [InlineData("relay 3\n2,x\nlislist\n", BadIds, "list")]
    [InlineData("relay!", "refused: the relay ends before its ids")]
    public void Bad_ids_drop_the_whole_message_and_are_told_when_it_is_over(
        string script, params string[] said) => Says(script, said);

    [Fact]
    public void A_line_that_is_too_long_is_one_error_and_the_next_is_a_command()
    {
        var longLine = new string('x', 101);
        Says($"{new string('x', 100)}\n", "refused: unknown command 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...'");
        Says($"{longLine}\nlist\n", LongLine, "list");
        Says($"{longLine}", LongLine);
        Says($"{longLine}{longLine}\nlist\n{longLine}\nlist\n", LongLine, "list", LongLine, "list");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\nlist\n", "foreign")]
    [InlineData("POST /?a=b HTTP/1.0\r\nlist\n", "foreign")]
    [InlineData("POST / HTTP/1.1\nlist\n", "foreign")]
    [InlineData("POST / HTTP/1.1 \t\r\nlist\n", "foreign")]
    [InlineData("identity\nPOST / HTTP/1.1\r\nlist\n", "identity", "foreign")]
    [InlineData("nonsense\nPOST / HTTP/1.1\r\nlist\n", "refused: unknown command 'nonsense'", "foreign")]
    [InlineData("\r\nPOST / HTTP/1.1\r\nlist\n", "foreign")]
    [InlineData("POST / HTTP/1.1!", "foreign")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nlist\n", "foreign")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\nlist\n", "foreign")]
    [InlineData("\u0016\u0003", "foreign")]
    public void Another_protocol_ends_the_connection_before_a_command(string script, params string[] said) =>
        Says(script, said);

    [Theory]
    [InlineData("echo 15\nGET / HTTP/1.1\nlist\n", "echo:GET / HTTP/1.1\n", "list")]
    [InlineData("relay 8\n2\nHTTP/1.1list\n", "relay to 2:HTTP/1.1", "list")]
    [InlineData("HTTP/1.1\nlist\n", "refused: unknown command 'HTTP/1.1'", "list")]
    [InlineData("a HTTP/1.1 b\nlist\n", "refused: unknown command 'a HTTP/1.1 b'", "list")]
    [InlineData("relay\na HTTP/1.1\nhi~list\n", BadIds, "list")]
    [InlineData("\u0016\nlist\n", "refused: unknown command '?'", "list")]
    [InlineData("\u0016!", "refused: unknown command '?'")]
    public void Words_of_another_protocol_elsewhere_do_not(string script, params string[] said) =>
        Says(script, said);

    [Theory]
    [InlineData(86)]
    [InlineData(92)]
    [InlineData(101)]
    [InlineData(500)]
    public void A_request_line_of_HTTP_ends_the_connection_also_when_it_is_too_long(int length)
    {
        var conversation = Conversation.InBothForms();
        conversation.Feed($"POST /{new string('x', length)} HTTP/1.1\r\nlist\n");
        Assert.Equal("foreign", conversation.Said.Single());

        conversation = Conversation.InBothForms();
        conversation.Feed($"POST /{new string('x', 101)}");
        foreach (var one in $"{new string('x', length)} HTTP/1.0\r\nlist\n") conversation.Feed($"{one}");
        Assert.Equal([LongLine, "foreign"], conversation.Said);
    }

    [Fact]
    public void Ids_that_are_too_long_a_line_drop_the_whole_message()
    {
        var ids = string.Join(",", Enumerable.Repeat("12", 50));
        Says($"relay\n{ids}\nhi\nlist\n~list\n", LongLine, "list");
        Says($"relay\n{ids}~list\n", LongLine, "list");
        Says($"relay 6\n{ids}\nlist\n\nlist\n", LongLine, "list");
        Says($"relay 6\n{ids}!", LongLine);
    }

    [Fact]
    public void A_body_past_the_limit_is_dropped_up_to_the_gap_or_by_its_length()
    {
        var body = new string('b', 1000);
        Says($"echo\n{body}~", $"echo:{body}");
        Says($"echo\n{body}b\nlist\n~list\n", LongBody, "list");
        Says($"echo\n{body}b!", LongBody);
        Says($"echo 1000\n{body}list\n", $"echo:{body}", "list");
        Says($"echo 1001\n{body}blist\n", LongBody, "list");
        Says($"relay 1001\n2\n{body}blist\n", LongBody, "list");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(2000)]
    public void A_body_of_twice_the_limit_waits_for_the_gap_and_one_byte_more_does_not(int piece)
    {
        var conversation = Conversation.InBothForms();
        conversation.Feed("echo\n");
        for (var i = 0; i < 2000; i += piece) conversation.Feed(new string('b', piece));
        Assert.Empty(conversation.Said);

        conversation.Feed("b");
        Assert.Equal([LongBody], conversation.Said);
        conversation.BeSilent();
        conversation.Feed("list\n");
        Assert.Equal([LongBody, "list"], conversation.Said);
    }

    [Fact]
    public void Receivers_that_are_written_the_same_again_are_the_same_object()
    {
        var reader = new Tcp.Reading.HubReader(lineBytesMax: 100, bodyBytesMax: 1000);
        var buffer = Sequence.Of("relay 1\n2,3\narelay 1\n2,3\nbrelay 1\n3\nc"u8.ToArray());
        var to = Enumerable.Range(0, 3).Select(_ => reader.Read(ref buffer, default).To).ToArray();

        Assert.Same(to[0], to[1]);
        Assert.NotSame(to[1], to[2]);
    }

    // Whole, then in two pieces for every cut, then byte by byte.
    private static void Says(string script, params string[] said)
    {
        var expected = said is [""] ? [] : said;
        Assert.Equal(expected, Run(script, cut: null));
        for (var cut = 0; cut <= script.Length; cut++) Assert.Equal(expected, Run(script, cut));
        Assert.Equal(expected, Run(script, cut: -1));
    }

    private static List<string> Run(string script, int? cut)
    {
        var conversation = Conversation.InBothForms();
        var bytes = new StringBuilder();
        for (var i = 0; i < script.Length; i++)
        {
            if (script[i] is not ('~' or '!')) bytes.Append(script[i]);
            if (i + 1 < script.Length && script[i + 1] is not ('~' or '!') && script[i] is not ('~' or '!')
                && cut != i && cut != -1) continue;

            conversation.Feed(bytes.ToString());
            bytes.Clear();
            if (script[i] == '~') conversation.BeSilent();
            if (script[i] == '!') conversation.End();
        }
        return conversation.Said;
    }
}
