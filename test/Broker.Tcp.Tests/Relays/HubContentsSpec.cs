using System.Buffers;
using System.Text;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Sockets;
using Broker.Tcp.Framed;
using Broker.Tcp.Reading;
using Broker.Tcp.Relays;
using Broker.Tcp.Tests.Framed;
using Broker.Tcp.Text;

namespace Broker.Tcp.Tests.Relays;

/// <summary>What many receivers share, and how little of it is a copy.</summary>
public class HubContentsSpec
{
    private const ulong Sender = 300;
    private static readonly HubReceivers To = new([2, 3]);
    private readonly HubWindow _window = new(new RequestWindow(requestsMax: 10), bytesMax: 1);

    [Fact]
    public void Framed_receivers_share_frames_that_are_back_to_back()
    {
        var contents = Run("a", "", "ccc");
        var batch = contents.EncodedFor(HubFrameEncoding.Instance);

        Assert.Equal(["DELIVERY from 300 a", "DELIVERY from 300 ", "DELIVERY from 300 ccc"],
            ServerFrames.Of(batch.Bytes.Span));
        Assert.Equal((3, 3, batch.Bytes.Length), (contents.Count, batch.Frames, contents.Bytes));
        Assert.Same(batch, contents.EncodedFor(HubFrameEncoding.Instance));
    }

    [Fact]
    public void Text_receivers_of_one_relay_share_the_body_where_it_lies()
    {
        var contents = Run("hello");
        var text = contents.EncodedFor(HubTextEncoding.Instance);

        Assert.Equal("hello", Text(text));
        Assert.Same(text, contents.EncodedFor(HubTextEncoding.Instance));
        Assert.True(text.Bytes.Span.Overlaps(contents.EncodedFor(HubFrameEncoding.Instance).Bytes.Span));
    }

    [Fact]
    public void Text_receivers_of_several_share_the_bodies_gathered_once()
    {
        var contents = Run("a", "", "bb", "ccc");
        var text = contents.EncodedFor(HubTextEncoding.Instance);

        Assert.Equal("abbccc", Text(text));
        Assert.Equal((3, 3), (text.Frames, text.EndOfFrameAt(1)));
        Assert.Same(text, contents.EncodedFor(HubTextEncoding.Instance));
    }

    [Fact]
    public void Threads_that_ask_at_once_get_the_same_text()
    {
        for (var i = 0; i < 100; i++)
        {
            var contents = Run("a", "b");
            var texts = new EncodedBatch[4];
            Parallel.For(0, texts.Length, t => texts[t] = contents.EncodedFor(HubTextEncoding.Instance));
            Assert.All(texts, text => Assert.Same(texts[0], text));
        }
    }

    [Fact]
    public void A_body_that_was_collected_is_not_copied_again()
    {
        var body = new BodyBuffer(capacity: 2);
        body.Append(new ReadOnlySequence<byte>("hel"u8.ToArray()));
        body.Append(new ReadOnlySequence<byte>(new byte[1000]));
        var collected = body.Body;
        var run = new RelayRun(Sender, _window);
        Assert.True(run.TryAdd(Relay(new HubBody(default, body))));
        Assert.False(run.TryAdd(Relay("more")));

        var contents = run.Take().Contents;
        var text = contents.EncodedFor(HubTextEncoding.Instance).Bytes;
        Assert.True(collected.Span.Overlaps(text.Span));
        Assert.Equal(1003, text.Length);
        Assert.Equal($"DELIVERY from 300 hel{new string('\0', 1000)}",
            Assert.Single(ServerFrames.Of(contents.EncodedFor(HubFrameEncoding.Instance).Bytes.Span)));
    }

    [Fact]
    public void What_the_broker_does_not_admit_is_forgotten()
    {
        var contents = Run("a", "bb", "ccc");
        contents.Keep(2);
        Assert.Equal("abb", Text(contents.EncodedFor(HubTextEncoding.Instance)));
        Assert.Equal(2, contents.Count);

        contents = Run("a", "bb");
        contents.Keep(1);
        Assert.Equal("a", Text(contents.EncodedFor(HubTextEncoding.Instance)));
        Assert.Equal("DELIVERY from 300 a",
            Assert.Single(ServerFrames.Of(contents.EncodedFor(HubFrameEncoding.Instance).Bytes.Span)));
    }

    [Fact]
    public void Their_end_makes_room_for_all_that_was_read()
    {
        var contents = Run("a", "bb");
        _window.Open(contents.Bytes);
        contents.Keep(1);
        Assert.NotNull(_window.Pause());

        contents.Refuse();
        Assert.Null(_window.Pause());
    }

    [Fact]
    public void A_run_ends_where_receivers_receipt_length_of_mark_or_size_differ()
    {
        var run = new RelayRun(Sender, _window);
        Assert.True(run.TryAdd(Relay("a", mark: 5)));
        Assert.True(run.TryAdd(Relay("b", mark: 127)));
        Assert.False(run.TryAdd(Relay("c", mark: 128)));
        Assert.False(run.TryAdd(Relay("c")));
        Assert.False(run.TryAdd(Relay("c", mark: 6) with { To = new HubReceivers([2, 3]) }));
        Assert.False(run.TryAdd(Relay(new string('c', 64 * 1024), mark: 6)));

        var request = run.Take();
        Assert.Equal([5, 127], request.Id.ToArray());
        Assert.True(request.Receipt);
        Assert.True(run.IsEmpty);
    }

    private HubContents Run(params string[] bodies)
    {
        var run = new RelayRun(Sender, _window);
        foreach (var body in bodies) Assert.True(run.TryAdd(Relay(body)));
        return (HubContents)run.Take().Contents;
    }

    private static HubCommand Relay(string body, ulong mark = 0) =>
        Relay(new HubBody(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(body)), null), mark);

    private static HubCommand Relay(HubBody body, ulong mark = 0) =>
        new(HubCommandKind.Relay) { To = To, Body = body, Mark = mark };

    private static string Text(EncodedBatch batch) => Encoding.Latin1.GetString(batch.Bytes.Span);
}
