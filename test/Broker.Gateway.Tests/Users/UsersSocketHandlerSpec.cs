using System.Buffers;
using System.Text;
using Broker.Actors;
using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Gateway.Users;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Tests.Users;

public class UsersSocketHandlerSpec
{
    private readonly FakeTimeProvider _time = SpecTime.NewClock();

    [Theory]
    [InlineData(false, "hello")]
    [InlineData(false, """{"type":"renew","token":"x"}""")]
    [InlineData(true, "hello")]
    [InlineData(true, """{"type":"renew"}""")]
    [InlineData(true, """{"type":"other","token":"x"}""")]
    [InlineData(true, "")]
    public void Text_comes_back_as_it_was(bool isJson, string text) =>
        Assert.Equal(text, Said(Protocol(isJson), text));

    [Fact]
    public void What_is_binary_is_ignored() =>
        Assert.Null(Protocol(isJson: true).Read("hello"u8.ToArray(), isText: false));

    [Fact]
    public void A_gap_is_told_to_who_wants_events_and_only_when_there_is_one()
    {
        const string Gap = """{"type":"gap","offset":7,"epoch":"ab"}""";

        Assert.Equal([Gap], Frames(Protocol(isJson: true), Subscribed(continuous: false)));
        Assert.Empty(Frames(Protocol(isJson: true), Subscribed(continuous: true)));
        Assert.Empty(Frames(Protocol(isJson: false), Subscribed(continuous: false)));
    }

    [Fact]
    public void Echoes_are_frames_one_behind_the_other() => Assert.Equal(
        ["a", "b"],
        Frames(
            Protocol(isJson: false),
            new EchoDone(default, "a"u8.ToArray()),
            new EchoDone(default, "b"u8.ToArray())));

    [Fact]
    public void It_ends_when_its_token_does_where_that_is_wanted()
    {
        var (closing, staying) = (Protocol(isJson: false, "close-on-expiry = on"), Protocol(isJson: false));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(closing.Overdue);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(CloseReason.TokenExpired, closing.Overdue);
        Assert.Null(staying.Overdue);
    }

    [Fact]
    public void A_newer_token_of_the_same_user_prolongs_it()
    {
        var protocol = Protocol(isJson: true, "close-on-expiry = on");
        _time.Advance(TimeSpan.FromSeconds(30));
        var renewed = Said(protocol, Renewal("alice"));
        _time.Advance(TimeSpan.FromSeconds(59));

        Assert.Equal("""{"type":"renewed","expires_at":"2030-01-02T03:05:35.0000000+00:00"}""", renewed);
        Assert.Null(protocol.Overdue);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(protocol.Overdue);
    }

    [Fact]
    public void A_token_of_another_user_or_none_at_all_prolongs_nothing()
    {
        const string Error = """{"type":"error","detail":"this token does not renew this socket"}""";
        var protocol = Protocol(isJson: true, "close-on-expiry = on");
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(Error, Said(protocol, Renewal("bob")));
        Assert.Equal(Error, Said(protocol, """{"type":"renew","token":"x"}"""));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull(protocol.Overdue);
    }

    [Fact]
    public void A_message_is_an_event_with_its_place_and_time()
    {
        var output = new ArrayBufferWriter<byte>();
        var content = "a \"🎉\"\n"u8.ToArray();
        var inbox = Stage.User("alice").Inbox;
        InboxJsonEncoding.Instance.Encode(
            new Publication(inbox, "e1", 3, SpecTime.Start, "http", content, IsText: true), output);

        Assert.Equal(
            """{"type":"message","offset":3,"sent_at":"2030-01-02T03:04:05.0000000+00:00","""
            + """
              "content":"a \"🎉\"\n"}
              """,
            WireFrame.Single(output.WrittenSpan).Text);
    }

    private static SubscribeDone Subscribed(bool continuous) => new(
        default,
        new LocalChannelProtocol.Subscribed(Stage.User("alice").Inbox, 1, 7, "ab")
        {
            Continuous = continuous,
        });

    private static string Said(UsersSocketHandler protocol, string text)
    {
        var request = protocol.Read(Encoding.UTF8.GetBytes(text), isText: true);
        return Encoding.UTF8.GetString(Assert.IsType<EchoRequest>(request).Content.Span);
    }

    private static string[] Frames(UsersSocketHandler protocol, params Answer[] answers)
    {
        var output = new ArrayBufferWriter<byte>();
        protocol.Write(answers, output);
        return [.. WireFrame.All(output.WrittenSpan).Select(frame => frame.Text)];
    }

    private string Renewal(string user) =>
        $$"""{"token":"{{Tokens("").IssueForSocket(Stage.User(user))}}","type":"renew"}""";

    private UsersSocketHandler Protocol(bool isJson, string overlay = "")
    {
        var settings = Stage.Settings($"broker.users {{ {overlay} }}");
        var tokens = Tokens(overlay);
        var wire = UsersOptions.For(
            isJson, deflate: false, settings.Users, settings.WebSocket, tokens, _time);
        var token = tokens.VerifyForSocket(tokens.IssueForSocket(Stage.User("alice")));
        return new UsersSocketHandler(wire, token!);
    }

    private UserTokens Tokens(string overlay) =>
        Stage.Tokens(Stage.Settings($"broker.users {{ {overlay} }}"), _time);
}
