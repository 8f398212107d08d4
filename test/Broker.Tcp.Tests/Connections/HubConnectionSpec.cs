using System.Text;
using Broker.Actors.Connections;
using Broker.Tcp.Framed;
using Broker.Tcp.Tests.Framed;
using Broker.Tcp.Text;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Tcp.Tests.Connections;

public class HubConnectionSpec : TestKit
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_client_is_in_before_its_first_byte()
    {
        var stage = new HubStage(this);
        await stage.JoinAsync();

        Assert.Same(HubTextEncoding.Instance, stage.Port.Encoding);
        stage.Port.Outbox.Answer("a delivery"u8.ToArray());
        await stage.SentAsync("a delivery");
    }

    [Fact]
    public async Task Commands_in_one_segment_are_asked_in_their_order()
    {
        var stage = new HubStage(this);
        await stage.JoinAsync();
        await stage.FeedAsync("identity\nlist\nnonsense\necho 2\nhi");

        await stage.AskedAsync<IdentifyRequest>();
        await stage.AskedAsync<ListClientsRequest>();
        Assert.Equal("unknown command 'nonsense'", (await stage.AskedAsync<UnreadableRequest>()).Detail);
        var echo = await stage.AskedAsync<EchoRequest>();
        stage.Answer(new IdentifyDone(default, 5), new ListClientsDone(default, [7]));
        await stage.SentAsync("[Server] Your ID is 5\n[Server] Client IDs are 7\n");
        stage.Answer(new EchoDone(default, echo.Content));
        await stage.SentAsync("hi");
    }

    [Fact]
    public async Task A_web_page_ends_at_once_and_what_it_posts_is_no_command()
    {
        var stage = new HubStage(this);
        await stage.JoinAsync();
        await stage.FeedAsync("POST / HTTP/1.1\r\nHost: hub\r\n\r\nrelay 2\n7\nhi");

        await stage.AskedAsync<Disconnect>();
        stage.Port.Ended();
        await stage.Running;
    }

    [Fact]
    public async Task Relays_of_one_segment_to_the_same_receivers_are_one_request()
    {
        var stage = new HubStage(this);
        await stage.JoinAsync();
        await stage.FeedAsync("relay 1\n2,3\narelay 1\n2,3\nbrelay 1\n3\ncidentity\n");

        var run = await stage.AskedAsync<RelayRequest>();
        Assert.Equal((2, false), (run.Contents.Count, run.Receipt));
        Assert.Equal(2, run.To.Count);
        Assert.Equal(1, (await stage.AskedAsync<RelayRequest>()).Contents.Count);
        await stage.AskedAsync<IdentifyRequest>();
    }

    [Fact]
    public async Task Silence_ends_a_body_and_a_byte_begins_it_anew()
    {
        var stage = new HubStage(this);
        await stage.JoinAsync();
        await stage.FeedAsync("echo\n");
        await stage.FeedAsync("one ");
        Assert.Equal(Gap, await stage.Clock.TimerSetAsync());
        stage.Clock.Advance(Gap - TimeSpan.FromMilliseconds(1));

        await stage.FeedAsync("two");
        Assert.Equal(Gap, await stage.Clock.TimerSetAsync());
        stage.Clock.Advance(Gap);

        Assert.Equal("one two", Text((await stage.AskedAsync<EchoRequest>()).Content));
    }

    [Fact]
    public async Task Who_sends_nothing_more_is_answered_and_then_let_go()
    {
        var stage = new HubStage(this);
        await stage.JoinAsync();
        await stage.FeedAsync("identity\necho\nlast words");
        stage.HalfClose();
        await stage.AskedAsync<IdentifyRequest>();
        Assert.Equal("last words", Text((await stage.AskedAsync<EchoRequest>()).Content));
        await stage.NothingAskedAsync();

        stage.Answer(new IdentifyDone(default, 5));
        await stage.SentAsync("[Server] Your ID is 5\n");
        stage.Answer(new EchoDone(default, "last words"u8.ToArray()));
        await stage.SentAsync("last words");
        await stage.EndAsync();
        await stage.SentAsync(ProbedSink.EndOfWriting);
        await stage.Running;
    }

    [Fact]
    public async Task A_preamble_turns_the_inbox_into_frames_before_it_is_answered()
    {
        var stage = await FramedAsync();
        Assert.Same(HubFrameEncoding.Instance, stage.Port.Encoding);

        await stage.FeedAsync(
        [
            .. ClientFrames.Relay(200, [2, 3], "a"), .. ClientFrames.Relay(201, [], "b"),
            .. ClientFrames.List(9),
        ]);
        var run = await stage.AskedAsync<RelayRequest>();
        Assert.Equal((2, true), (run.Contents.Count, run.Receipt));
        await stage.AskedAsync<ListClientsRequest>();
        stage.Answer(new RelayDone(run.Id, Receivers: 2));
        Assert.Equal(["RECEIPT 200 receivers 2", "RECEIPT 201 receivers 2"], await FramesAsync(stage));
    }

    [Fact]
    public async Task What_cannot_be_read_ends_the_connection_after_what_could()
    {
        var stage = await FramedAsync();
        await stage.FeedAsync([.. ClientFrames.Identity(1), 0x00, .. ClientFrames.Identity(2)]);
        await stage.AskedAsync<IdentifyRequest>();
        stage.Answer(new IdentifyDone(new byte[] { 1 }, 5));
        Assert.Equal(["IDENTITY 1 id 5"], await FramesAsync(stage));

        Assert.Equal(["GOODBYE code 1002 the length of a frame is out of bounds"], await FramesAsync(stage));
        await stage.SentAsync(ProbedSink.EndOfWriting);
    }

    [Fact]
    public async Task A_refused_client_is_told_in_text()
    {
        var stage = new HubStage(this);
        await stage.RefuseAsync(CloseReason.Refused);

        await stage.SentAsync("[Server] Error: the broker is full; try again later\n");
        await stage.SentAsync(ProbedSink.EndOfWriting);
        stage.HalfClose();
        await stage.Running;
    }

    [Fact]
    public async Task A_client_without_an_id_is_told_so()
    {
        var stage = new HubStage(this);
        stage.RunWithoutId();

        await stage.SentAsync("[Server] Error: the broker is full; try again later\n");
        stage.HalfClose();
        await stage.Running;
    }

    [Fact]
    public async Task A_framed_client_hears_why_it_is_closed_and_a_text_client_nothing()
    {
        var framed = await FramedAsync();
        framed.Port.Close(CloseReason.Drain);
        Assert.Equal(["GOODBYE code 1001 the server is going away; reconnect"], await FramesAsync(framed));

        var text = new HubStage(this);
        await text.JoinAsync();
        text.Port.Close(CloseReason.Drain);
        await text.SentAsync(ProbedSink.EndOfWriting);
    }

    [Fact]
    public async Task Who_does_not_close_its_end_is_cut_off_when_its_time_is_over()
    {
        var stage = new HubStage(this, "close-timeout = 10s");
        await stage.JoinAsync();
        stage.Port.Close(CloseReason.Drain);
        await stage.SentAsync(ProbedSink.EndOfWriting);
        Assert.Equal(TimeSpan.FromSeconds(10), await stage.Clock.TimerSetAsync());
        Assert.Equal(TimeSpan.FromSeconds(1), await stage.Clock.TimerSetAsync());

        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await stage.EndAsync();
        await stage.Running;
    }

    [Fact]
    public async Task Silence_both_ways_ends_the_connection()
    {
        var stage = new HubStage(this, "first-byte-timeout = 3s, idle-timeout = 2s");
        await stage.JoinAsync();
        for (var i = 0; i < 2; i++) stage.Port.Beat();
        stage.Port.Outbox.Answer("a delivery"u8.ToArray());
        await stage.SentAsync("a delivery");
        for (var i = 0; i < 3; i++) stage.Port.Beat();

        await stage.SentAsync(ProbedSink.EndOfWriting);
    }

    private async Task<HubStage> FramedAsync()
    {
        var stage = new HubStage(this);
        await stage.JoinAsync();
        await stage.FeedAsync(ClientFrames.Preamble);
        var join = await stage.AskedAsync<JoinHubRequest>();
        Assert.Equal(ClientFrames.Nonce, Convert.ToHexString(join.Id.Span));
        var hello = stage.Port.Encode(new JoinHubDone(join.Id, ClientId: 5));
        stage.Port.Completed(1);
        Assert.Equal([$"HELLO {ClientFrames.Nonce} version 1 id 5"], ServerFrames.Of(hello.Span));
        return stage;
    }

    private static async Task<IReadOnlyList<string>> FramesAsync(HubStage stage) =>
        ServerFrames.Of(Encoding.Latin1.GetBytes(await stage.SentAsync()));

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);
}
