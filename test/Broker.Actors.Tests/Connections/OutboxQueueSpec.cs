using System.Text;
using Broker.Actors.Delivery;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Connections;

public class OutboxQueueSpec
{
    private static readonly ChannelName Sport = Names.Channel("sport");
    private const SlowConsumerPolicy Dropping = SlowConsumerPolicy.DropOldest;
    private readonly OutboxQueue _queue = new();

    [Fact]
    public void Gives_everything_out_in_order_and_is_empty_then()
    {
        _queue.Add(Lines("a", "b"), News, Dropping);
        _queue.Add(Lines("c"), Sport, Dropping);
        Assert.Equal(OutboxQueue.Cost(4) + OutboxQueue.Cost(2), _queue.Bytes);

        Assert.Equal("a\nb\nc\n", TakeAll());
        Assert.True(_queue.IsEmpty);
        Assert.Equal(0, _queue.Bytes);
    }

    [Theory]
    [InlineData(0, "a\nbb\nc\nd\n", 0)]
    [InlineData(1, "bb\nc\nd\n", 1)]
    [InlineData(2, "bb\nc\nd\n", 1)]
    [InlineData(3, "c\nd\n", 2)]
    public void Drops_the_oldest_frames_whole_until_enough_is_free(int bytes, string left, int dropped)
    {
        _queue.Add(Lines("a", "bb"), News, Dropping);
        _queue.Add(Lines("c", "d"), News, Dropping);
        Assert.True(_queue.DropOldest(bytes));

        Assert.Equal(left, TakeAll());
        Assert.Equal(dropped, _queue.FramesDropped);
    }

    [Fact]
    public void Drops_a_batch_in_part_when_that_is_enough()
    {
        _queue.Add(Lines("aaaa", "bbbb", "cccc"), News, Dropping);
        Assert.True(_queue.DropOldest(5));

        Assert.Equal(OutboxQueue.Cost(10), _queue.Bytes);
        Assert.Equal("bbbb\ncccc\n", TakeAll());
    }

    [Fact]
    public void Never_drops_an_answer_and_says_when_that_leaves_too_much()
    {
        _queue.Add(EncodedBatch.Of("ok\n"u8.ToArray()), channel: null, Dropping);
        _queue.Add(Lines("a"), News, Dropping);

        Assert.False(_queue.DropOldest(1000));
        Assert.Equal("ok\n", TakeAll());
    }

    [Fact]
    public void Drops_one_channel_and_leaves_the_others()
    {
        _queue.Add(Lines("a", "b"), News, Dropping);
        _queue.Add(Lines("c"), Sport, Dropping);
        _queue.Add(Lines("d"), News, Dropping);
        _queue.DropAllOf(Names.Channel("news"));

        Assert.Equal(OutboxQueue.Cost(2), _queue.Bytes);
        Assert.Equal("c\n", TakeAll());
    }

    [Theory]
    [InlineData(0, "xa\nbb\nc\n", "")]
    [InlineData(1, "a\nbb\nc\n", "a\n")]
    [InlineData(2, "\nbb\nc\n", "\n")]
    [InlineData(3, "bb\nc\n", "")]
    [InlineData(4, "b\nc\n", "b\n")]
    [InlineData(7, "\n", "\n")]
    public void Puts_the_rest_of_a_batch_first_and_never_drops_the_frame_that_is_half_sent(
        int sent, string rest, string kept)
    {
        _queue.Add(Lines("later"), Sport, Dropping);
        _queue.AddRest(Lines("xa", "bb", "c"), sent, News, Dropping);
        Assert.Equal(rest + "later\n", TakeAll());

        _queue.Add(Lines("later"), Sport, Dropping);
        _queue.AddRest(Lines("xa", "bb", "c"), sent, News, Dropping);
        _queue.DropDeliveries();
        Assert.Equal(kept, TakeAll());
    }

    [Fact]
    public void Drops_deliveries_that_promise_completeness_only_when_it_drops_all()
    {
        _queue.Add(Lines("a"), News, SlowConsumerPolicy.Disconnect);
        _queue.Add(Lines("b"), Sport, Dropping);
        Assert.False(_queue.DropOldest(1000));
        Assert.Equal(OutboxQueue.Cost(2), _queue.Bytes);

        _queue.DropDeliveries();
        Assert.True(_queue.IsEmpty);
    }

    private string TakeAll()
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        _queue.TakeReady(pieces);
        return string.Concat(pieces.Select(piece => Encoding.UTF8.GetString(piece.Span)));
    }
}
