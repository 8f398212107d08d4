using Broker.Actors.Delivery;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Connections;

public class OutboxSpec
{
    private readonly ScriptedTransport _transport = new(SpecSettings.Outbox("bytes-max = 1000"));

    private Outbox Outbox => _transport.Outbox;

    [Fact]
    public void Begins_shut_and_keeps_what_it_is_offered_until_it_is_opened()
    {
        var transport = new ScriptedTransport(isShut: true);
        Assert.Equal(EnqueueResult.Accepted, transport.Outbox.Offer(Lines("a"), News, default));
        Assert.Equal(EnqueueResult.Accepted, transport.Outbox.Answer("ok\n"u8.ToArray()));
        Assert.Equal("", transport.Wire);

        transport.Outbox.Open();
        transport.WriteAll();
        Assert.Equal(["a", "ok"], transport.Lines);
        transport.Outbox.Offer(Lines("b"), News, default);
        Assert.Equal(["a", "ok", "b"], transport.Lines);
    }

    [Fact]
    public void Sends_on_the_callers_thread_while_nothing_waits()
    {
        Assert.Equal(EnqueueResult.Accepted, Offer("a"));
        Assert.Equal(EnqueueResult.Accepted, Offer("b"));

        Assert.Equal(["a", "b"], _transport.Lines);
        Assert.Equal(0, _transport.WritersScheduled);
        Assert.Equal(0, Outbox.WaitingBytes);
    }

    [Fact]
    public void What_the_socket_does_not_take_waits_for_the_writer_and_all_else_behind_it()
    {
        _transport.Room = 3;
        Offer("abcd");
        _transport.Room = int.MaxValue;
        Offer("e");
        Assert.Equal("abc", _transport.Wire);
        Assert.Equal(1, _transport.WritersScheduled);

        _transport.WriteAll();
        Assert.Equal(["abcd", "e"], _transport.Lines);
        Assert.Equal(0, Outbox.WaitingBytes);

        Offer("f");
        Assert.Equal(["abcd", "e", "f"], _transport.Lines);
        Assert.Equal(1, _transport.WritersScheduled);
    }

    [Fact]
    public void Who_comes_during_a_send_queues_behind_what_the_socket_leaves()
    {
        _transport.Room = 1;
        _transport.DuringSend = () => Offer("later");
        Offer("first");

        _transport.WriteAll();
        Assert.Equal(["first", "later"], _transport.Lines);
    }

    [Fact]
    public void Who_comes_during_a_send_that_takes_all_is_written_by_the_writer()
    {
        _transport.DuringSend = () => Offer("later");
        Offer("first");
        Assert.Equal(1, _transport.WritersScheduled);

        _transport.WriteAll();
        Assert.Equal(["first", "later"], _transport.Lines);
    }

    [Fact]
    public void What_is_being_written_counts_until_the_writer_comes_back()
    {
        _transport.Room = 0;
        Offer("a");
        var waiting = Outbox.WaitingBytes;
        _transport.Take();
        Assert.Equal(waiting, Outbox.WaitingBytes);
        Assert.Equal(waiting, _transport.Budget.Bytes);

        _transport.Take();
        Assert.Equal(0, Outbox.WaitingBytes);
        Assert.Equal(0, _transport.Budget.Bytes);
    }

    [Fact]
    public void Over_the_limit_refuses_once_and_is_closed_from_then_on()
    {
        _transport.Room = 0;
        Offer(new string('a', 800));

        Assert.Equal(EnqueueResult.Refused, Offer(new string('b', 100)));
        Assert.Equal(EnqueueResult.Closed, Offer("c"));
        Assert.Equal(EnqueueResult.Closed, Outbox.Answer("ok\n"u8.ToArray()));

        _transport.WriteAll();
        Assert.Equal([new string('a', 800)], _transport.Lines);
    }

    [Fact]
    public void What_is_being_written_counts_against_the_limit_of_who_would_be_disconnected()
    {
        _transport.Room = 0;
        Offer(new string('a', 800));
        _transport.Take();

        Assert.Equal(EnqueueResult.Refused, Offer(new string('b', 100)));
    }

    [Theory]
    [InlineData(SlowConsumerPolicy.Disconnect)]
    [InlineData(SlowConsumerPolicy.DropOldest)]
    [InlineData(SlowConsumerPolicy.KeepLatest)]
    public void A_delivery_as_large_as_the_whole_outbox_is_let_in_when_nothing_else_waits(
        SlowConsumerPolicy policy)
    {
        _transport.DuringSend = () =>
            Assert.Equal(EnqueueResult.Accepted, Offer(policy, new string('b', 5000)));
        Offer("a");

        _transport.WriteAll();
        Assert.Equal(["a", new string('b', 5000)], _transport.Lines);
    }

    [Fact]
    public void What_a_client_has_missed_is_let_in_behind_its_greeting_however_much_it_is()
    {
        _transport.Room = 0;
        Outbox.Answer("hello\n"u8.ToArray());

        Assert.Equal(EnqueueResult.Accepted, Offer(new string('a', 800), new string('b', 800)));
        Assert.Equal(EnqueueResult.Refused, Offer("c"));
        _transport.WriteAll();
        Assert.Equal(["hello", new string('a', 800), new string('b', 800)], _transport.Lines);
    }

    [Fact]
    public void What_a_client_has_missed_is_let_in_also_while_its_greeting_is_being_written()
    {
        _transport.Room = 0;
        Outbox.Answer("hello\n"u8.ToArray());
        Assert.True(Outbox.Take([]));

        Assert.Equal(EnqueueResult.Accepted, Offer(new string('a', 800), new string('b', 800)));
        Assert.True(Outbox.Take([]));
        Assert.Equal(EnqueueResult.Refused, Offer("c"));
    }

    [Fact]
    public void An_empty_answer_is_accepted_and_sends_nothing()
    {
        Assert.Equal(EnqueueResult.Accepted, Outbox.Answer(default));

        Assert.Equal("", _transport.Wire);
    }

    [Fact]
    public void A_peer_that_asks_and_does_not_read_is_refused_its_answers()
    {
        _transport.Room = 0;
        var results = Enumerable.Range(0, 15).Select(_ => Outbox.Answer(new byte[40])).ToArray();

        Assert.Contains(EnqueueResult.Refused, results);
        Assert.Equal(EnqueueResult.Closed, results[^1]);
    }

    [Fact]
    public void An_answer_takes_the_room_of_droppable_deliveries()
    {
        Stall();
        Offer(SlowConsumerPolicy.DropOldest, new string('a', 900));
        Assert.Equal(EnqueueResult.Accepted, Outbox.Answer(new byte[100]));

        Assert.Equal(OutboxQueue.Cost(100) + OutboxQueue.Cost(2), Outbox.WaitingBytes);
    }

    [Fact]
    public void An_answer_never_takes_the_room_of_a_delivery_that_promises_completeness()
    {
        Stall();
        Offer(new string('a', 400));
        Offer(new string('b', 100));
        Assert.Equal(EnqueueResult.Refused, Outbox.Answer(new byte[200]));

        _transport.WriteAll();
        Assert.Equal(["-", new string('a', 400), new string('b', 100)], _transport.Lines);
    }

    private EnqueueResult Offer(params string[] contents) => Offer(SlowConsumerPolicy.Disconnect, contents);

    private EnqueueResult Offer(SlowConsumerPolicy policy, params string[] contents) =>
        Outbox.Offer(Lines(contents), News, policy);

    /// <summary>The writer stands in front of a full socket with one line.</summary>
    private void Stall()
    {
        _transport.Room = 0;
        Outbox.Answer("-\n"u8.ToArray());
        _transport.Take();
    }
}
