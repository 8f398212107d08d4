using Broker.Actors.Delivery;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Connections;

public class OutboxEndSpec
{
    private static readonly ReadOnlyMemory<byte> Bye = "bye\n"u8.ToArray();
    private readonly ScriptedTransport _transport = new();

    private Outbox Outbox => _transport.Outbox;

    [Fact]
    public void Close_runs_the_writer_once_more_even_when_nothing_waits()
    {
        Outbox.Close(default, dropDeliveries: false);
        Assert.Equal(1, _transport.WritersScheduled);
        Assert.False(Outbox.IsFinished);

        _transport.WriteAll();
        Assert.True(Outbox.IsFinished);
    }

    [Fact]
    public void Close_writes_what_waits_and_its_own_frame_last()
    {
        _transport.Room = 1;
        Offer("aa");
        Offer("b");
        Outbox.Close(Bye, dropDeliveries: false);
        Assert.Equal(EnqueueResult.Closed, Offer("c"));

        _transport.WriteAll();
        Assert.Equal(["aa", "b", "bye"], _transport.Lines);
    }

    [Fact]
    public void Close_can_forget_deliveries_but_not_answers_nor_the_frame_that_is_half_sent()
    {
        _transport.Room = 1;
        Offer("aa", "dropped");
        Outbox.Answer("ok\n"u8.ToArray());
        Offer("dropped");
        Outbox.Close(Bye, dropDeliveries: true);

        _transport.WriteAll();
        Assert.Equal(["aa", "ok", "bye"], _transport.Lines);
        Assert.Equal(0, _transport.Budget.Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Close_during_a_send_is_still_last_and_finishes_when_all_is_out(int room)
    {
        _transport.Room = room;
        _transport.DuringSend = () => Outbox.Close(Bye, dropDeliveries: false);
        Offer("aa");
        Assert.False(Outbox.IsFinished);

        _transport.WriteAll();
        Assert.Equal(["aa", "bye"], _transport.Lines);
        Assert.True(Outbox.IsFinished);
        Assert.Equal(1, _transport.WritersScheduled);
    }

    [Fact]
    public void Close_with_nothing_to_say_during_a_send_that_takes_all_still_finishes()
    {
        _transport.DuringSend = () => Outbox.Close(default, dropDeliveries: false);
        Offer("aa");
        Assert.Equal(1, _transport.WritersScheduled);

        _transport.WriteAll();
        Assert.True(Outbox.IsFinished);
    }

    [Fact]
    public void A_refusal_during_a_send_runs_the_writer_for_what_was_taken()
    {
        var transport = new ScriptedTransport(SpecSettings.Outbox("bytes-max = 100"));
        transport.DuringSend = () =>
        {
            Assert.Equal(EnqueueResult.Accepted, transport.Outbox.Offer(Lines("b"), News, default));
            Assert.Equal(EnqueueResult.Refused, transport.Outbox.Offer(Lines("c"), News, default));
        };
        transport.Outbox.Offer(Lines("a"), News, default);

        transport.WriteAll();
        Assert.Equal(["a", "b"], transport.Lines);
    }

    [Fact]
    public void A_second_close_adds_nothing()
    {
        Outbox.Close(Bye, dropDeliveries: false);
        _transport.WriteAll();
        Outbox.Close("again\n"u8.ToArray(), dropDeliveries: false);

        Assert.Equal(1, _transport.WritersScheduled);
        Assert.True(Outbox.IsFinished);
        Assert.Equal(["bye"], _transport.Lines);
        Assert.Equal(0, Outbox.WaitingBytes);
    }

    [Fact]
    public void Abandon_forgets_what_waits_and_gives_the_whole_budget_back()
    {
        _transport.Room = 0;
        Offer("written");
        _transport.Take();
        Offer("waits");
        Outbox.Abandon();
        Outbox.Abandon();

        Assert.Equal(0, _transport.Budget.Bytes);
        Assert.True(Outbox.IsFinished);
        Assert.Equal(EnqueueResult.Closed, Offer("c"));
        Assert.False(_transport.Take());
        Assert.Equal(0, _transport.Budget.Bytes);
    }

    [Fact]
    public void Abandon_during_a_send_forgets_what_the_socket_leaves()
    {
        _transport.Room = 1;
        _transport.DuringSend = Outbox.Abandon;
        Offer("aa");

        Assert.Equal(0, _transport.WritersScheduled);
        Assert.Equal(0, _transport.Budget.Bytes);
        Assert.Equal(0, Outbox.WaitingBytes);
    }

    [Fact]
    public void Close_after_abandon_does_nothing()
    {
        Outbox.Abandon();
        Outbox.Close(Bye, dropDeliveries: false);

        Assert.Equal(0, _transport.WritersScheduled);
        Assert.Equal(0, _transport.Budget.Bytes);
    }

    private EnqueueResult Offer(params string[] contents) =>
        Outbox.Offer(Lines(contents), News, SlowConsumerPolicy.Disconnect);
}
