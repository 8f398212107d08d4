using Broker.Actors.Delivery;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Connections;

public class OutboxReplaySpec
{
    private const SlowConsumerPolicy Disconnecting = SlowConsumerPolicy.Disconnect;
    private readonly ScriptedTransport _transport = new(SpecSettings.Outbox("bytes-max = 1000"));
    private readonly string[] _missed = [.. Enumerable.Range(0, 50).Select(i => $"{i}{new string('m', 98)}")];

    private Outbox Outbox => _transport.Outbox;

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(150, false)]
    [InlineData(150, true)]
    public void What_is_published_behind_a_replay_has_the_whole_outbox_to_itself(int room, bool isWriting)
    {
        _transport.Room = room;
        Assert.Equal(EnqueueResult.Accepted, Replay());
        if (isWriting) _transport.Take();

        Assert.Equal(EnqueueResult.Accepted, Offer(new string('a', 300)));
        Assert.Equal(EnqueueResult.Accepted, Offer(new string('b', 300)));
        _transport.WriteAll();
        Assert.Equal([.. _missed, new string('a', 300), new string('b', 300)], _transport.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_does_not_read_its_replay_is_refused_what_is_more_than_an_outbox_behind_it(bool isWriting)
    {
        _transport.Room = 0;
        Replay();
        if (isWriting) _transport.Take();
        Offer(new string('a', 800));

        Assert.Equal(EnqueueResult.Refused, Offer(new string('b', 100)));
        Assert.Equal(EnqueueResult.Closed, Replay());
    }

    [Fact]
    public void A_publication_as_large_as_the_whole_outbox_is_let_in_behind_a_greeting_and_a_replay()
    {
        _transport.Room = 0;
        Outbox.Answer("hello\n"u8.ToArray());
        Replay();

        Assert.Equal(EnqueueResult.Accepted, Offer(new string('a', 5000)));
        Assert.Equal(EnqueueResult.Refused, Offer("b"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_greeting_of_another_channel_is_let_in_behind_a_replay(bool isWriting)
    {
        _transport.Room = 0;
        Replay();
        if (isWriting) _transport.Take();

        Assert.Equal(EnqueueResult.Accepted, Outbox.Answer("hello\n"u8.ToArray()));
        _transport.WriteAll();
        Assert.Equal([.. _missed, "hello"], _transport.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_second_replay_behind_one_that_is_not_read_is_limited_as_deliveries_are(bool isWriting)
    {
        _transport.Room = 0;
        Replay();
        if (isWriting) _transport.Take();
        Assert.Equal(EnqueueResult.Accepted, Offer("live"));

        Assert.Equal(EnqueueResult.Refused, Replay());
    }

    [Fact]
    public void A_second_replay_behind_one_that_was_read_is_let_in()
    {
        _transport.Room = 0;
        Replay();
        _transport.WriteAll();
        _transport.Room = 0;
        Offer("live");

        Assert.Equal(EnqueueResult.Accepted, Replay());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    public void A_replay_is_not_dropped_for_what_is_published_behind_it(int room)
    {
        _transport.Room = room;
        Replay(SlowConsumerPolicy.DropOldest);
        Offer(SlowConsumerPolicy.DropOldest, "first");
        Offer(SlowConsumerPolicy.DropOldest, new string('a', 900));

        _transport.WriteAll();
        Assert.Equal([.. _missed, new string('a', 900)], _transport.Lines);
    }

    [Fact]
    public void A_replay_gives_way_to_what_is_newer_where_only_the_latest_counts()
    {
        _transport.Room = 0;
        Outbox.Answer("hello\n"u8.ToArray());
        Replay(SlowConsumerPolicy.KeepLatest);
        Offer(SlowConsumerPolicy.KeepLatest, "newer");

        _transport.WriteAll();
        Assert.Equal(["hello", "newer"], _transport.Lines);
    }

    [Fact]
    public void A_replay_counts_in_the_budget_of_all_outboxes_until_it_is_written()
    {
        _transport.Room = 0;
        Replay();
        Assert.InRange(_transport.Budget.Bytes, 5000, long.MaxValue);
        Assert.Equal(Outbox.WaitingBytes, _transport.Budget.Bytes);

        _transport.WriteAll();
        Assert.Equal(0, _transport.Budget.Bytes);
    }

    private EnqueueResult Replay(SlowConsumerPolicy policy = Disconnecting) =>
        Outbox.Replay(Lines(_missed), News, policy);

    private EnqueueResult Offer(params string[] contents) => Offer(Disconnecting, contents);

    private EnqueueResult Offer(SlowConsumerPolicy policy, params string[] contents) =>
        Outbox.Offer(Lines(contents), News, policy);
}
