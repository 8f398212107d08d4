using System.Buffers;
using System.Text;
using Broker.Actors.Connections;
using Broker.Gateway.Chat;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Tests.Chat;

public class ChatCodecSpec
{
    private static readonly ReadOnlyMemory<byte> NoId = ReadOnlyMemory<byte>.Empty;
    private static readonly ReadOnlyMemory<byte> Seven = "7"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Quoted = "\"a\\u0041\""u8.ToArray();

    [Fact]
    public void Says_ok_without_info()
    {
        Assert.Equal("""{"status":"ok"}""", Json(new Done(NoId)));
        Assert.Equal("""{"status":"ok","id":7}""", Json(new Done(Seven)));
        Assert.Equal("""{"status":"ok","id":"a\u0041"}""", Json(new Done(Quoted)));
    }

    [Fact]
    public void Says_how_many_subscribe()
    {
        const string info = "\"info\":{\"channel_name\":\"ü😀\\\"\",\"total_subscribers\":12}";
        var subscribed = new Subscribed(
            Publications.Channel("ü😀\""), Subscribers: 12, Offset: 3, Epoch: "e");

        Assert.Equal($$"""{"status":"ok",{{info}}}""", Json(new SubscribeDone(NoId, subscribed)));
        Assert.Equal($$"""{"status":"ok",{{info}},"id":7}""", Json(new SubscribeDone(Seven, subscribed)));
    }

    [Fact]
    public void Lists_channels_in_the_order_given()
    {
        Assert.Equal("""{"status":"ok","info":{"channels":[]}}""", Json(new ListDone(NoId, [])));
        Assert.Equal("""{"status":"ok","info":{"channels":["a"]}}""", Json(new ListDone(NoId, ["a"])));
        Assert.Equal(
            """{"status":"ok","info":{"channels":["a","b\\","é"]},"id":7}""",
            Json(new ListDone(Seven, ["a", "b\\", "é"])));
    }

    [Fact]
    public void Says_what_is_wrong_with_a_request()
    {
        var failed = new Failed(NoId, RequestError.Unreadable) { Detail = "unknown action `\"\n😀`" };

        Assert.Equal("""{"status":"error","info":{"detail":"unknown action `\"\n😀`"}}""", Json(failed));
        Assert.Equal(
            """{"status":"error","info":{"detail":"unknown action `\"\n😀`"},"id":7}""",
            Json(failed with { Id = Seven }));
    }

    [Fact]
    public void Has_a_text_of_its_own_for_every_error()
    {
        var details = Enum.GetValues<RequestError>()
            .Select(error => Frame(new Failed(NoId, error)).Json.GetProperty("info").GetProperty("detail"))
            .Select(detail => detail.GetString())
            .ToArray();

        Assert.DoesNotContain(details, string.IsNullOrWhiteSpace);
        Assert.Equal(details.Length, details.Distinct().Count());
    }

    [Fact]
    public void Greets_a_client_by_its_name() => Assert.Equal(
        """{"status":"ok","info":{"client_name":"Al\"ice\t😀"}}""",
        WireFrame.Single(ChatCodec.EncodeGreeting("Al\"ice\t😀").Span).Text);

    [Fact]
    public void Refuses_a_client_with_the_name_that_is_taken() => Assert.Equal(
        """{"status":"error","info":{"detail":"client name `Bob` is already connected"}}""",
        WireFrame.Single(ChatCodec.EncodeRefusal(CloseReason.NameTaken, "Bob").Span).Text);

    [Fact]
    public void Refuses_a_client_with_the_reason() => Assert.Equal(
        $$$"""{"status":"error","info":{"detail":"{{{CloseReason.Refused.Text}}}"}}""",
        WireFrame.Single(ChatCodec.EncodeRefusal(CloseReason.Refused, "Bob").Span).Text);

    [Fact]
    public void Writes_several_answers_as_frames_in_order()
    {
        Answer[] answers =
        [
            new Done(NoId),
            new Done(Seven),
            new ListDone(NoId, ["a"]),
            new Done(NoId),
            new Failed(Seven, RequestError.Busy),
        ];
        var output = new ArrayBufferWriter<byte>();
        ChatCodec.Encode(answers, output);

        Assert.Equal(
            answers.Select(answer => Encoding.UTF8.GetString(ChatCodec.Encode(answer).Span)),
            WireFrame.All(output.WrittenSpan).Select(Reframe));
    }

    [Theory]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Writes_frames_of_every_length_class(int payloadLength)
    {
        var empty = Frame(new ListDone(NoId, [""])).Payload.Length;
        var frame = Frame(new ListDone(NoId, [new string('x', payloadLength - empty)]));

        Assert.Equal(payloadLength, frame.Payload.Length);
    }

    private static string Json(Answer answer) => Frame(answer).Text;

    private static WireFrame Frame(Answer answer)
    {
        var frame = WireFrame.Single(ChatCodec.Encode(answer).Span);
        Assert.Equal(WireFrame.TextOpcode, frame.Opcode);
        return frame;
    }

    private static string Reframe(WireFrame frame) =>
        Encoding.UTF8.GetString([0x81, (byte)frame.Payload.Length, .. frame.Payload]);
}
