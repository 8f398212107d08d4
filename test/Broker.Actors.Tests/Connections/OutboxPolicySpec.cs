using Broker.Actors.Delivery;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Connections;

public class OutboxPolicySpec
{
    private static readonly ChannelName Sport = Names.Channel("sport");

    // Room for four lines of one letter, each an offer of its own.
    private readonly ScriptedTransport _transport = new(SpecSettings.Outbox("bytes-max = 648"));

    public OutboxPolicySpec()
    {
        _transport.Room = 0;
        _transport.Outbox.Answer("-\n"u8.ToArray());
        _transport.Take();
    }

    [Fact]
    public void Drop_oldest_makes_room_frame_by_frame()
    {
        foreach (var line in "abcdefgh") Offer(News, SlowConsumerPolicy.DropOldest, $"{line}");

        _transport.WriteAll();
        Assert.Equal(["-", "e", "f", "g", "h"], _transport.Lines);
    }

    [Fact]
    public void Drop_oldest_never_refuses_because_of_a_write_that_stands_still()
    {
        foreach (var line in "abcd") Offer(News, SlowConsumerPolicy.DropOldest, $"{line}");
        _transport.Take();

        foreach (var line in "efghij")
            Assert.Equal(EnqueueResult.Accepted, Offer(News, SlowConsumerPolicy.DropOldest, $"{line}"));

        _transport.WriteAll();
        Assert.Equal(["-", "a", "b", "c", "d", "g", "h", "i", "j"], _transport.Lines);
    }

    [Fact]
    public void Drop_oldest_lets_in_what_is_larger_than_all_when_it_has_dropped_all()
    {
        Offer(News, SlowConsumerPolicy.DropOldest, "a");
        var large = new string('b', 700);

        Assert.Equal(EnqueueResult.Accepted, Offer(News, SlowConsumerPolicy.DropOldest, large));
        _transport.WriteAll();
        Assert.Equal(["-", large], _transport.Lines);
    }

    [Fact]
    public void Drop_oldest_leaves_deliveries_alone_that_promise_completeness()
    {
        foreach (var line in "abc") Offer(Sport, SlowConsumerPolicy.Disconnect, $"{line}");

        Assert.Equal(EnqueueResult.Refused, Offer(News, SlowConsumerPolicy.DropOldest, new string('d', 100)));
        _transport.WriteAll();
        Assert.Equal(["-", "a", "b", "c"], _transport.Lines);
    }

    [Fact]
    public void Keep_latest_keeps_the_newest_frame_of_its_channel_and_all_of_the_others()
    {
        Offer(News, SlowConsumerPolicy.KeepLatest, "a", "b");
        Offer(Sport, SlowConsumerPolicy.KeepLatest, "x");
        Offer(News, SlowConsumerPolicy.KeepLatest, "c", "d");

        _transport.WriteAll();
        Assert.Equal(["-", "x", "d"], _transport.Lines);
    }

    private EnqueueResult Offer(ChannelName channel, SlowConsumerPolicy policy, params string[] contents) =>
        _transport.Outbox.Offer(Lines(contents), channel, policy);
}
