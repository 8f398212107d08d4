using Broker.Actors.Delivery;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Tests.Channels;

public class ChannelRegistryRelaySpec : ChannelRegistryStage
{
    private readonly PoisoningPool _pool = new();

    [Fact]
    public async Task A_relay_reaches_the_channels_that_are_there_and_settles_for_those_that_are_not()
    {
        await Started("a");
        await Started("c");
        var relay = Relay("1", "a", "b", "c");

        // Two channels: which of them hears of it first is open.
        var first = await Channel.ExpectMsgAsync<Relayed>();
        string[] reached = [first.Channel.Value, (await Channel.ExpectMsgAsync<Relayed>()).Channel.Value];
        Assert.Equal(["a", "c"], reached.Order());
        relay.Settle(1);
        Assert.Equal(0, relay.Ends);
        relay.Settle(1);
        await ExpectMsgAsync("1");
        Assert.Equal(2, relay.Receivers);
    }

    [Fact]
    public async Task A_relay_to_nobody_starts_nothing_and_settles()
    {
        Relay("1", "a", "b");

        await ExpectMsgAsync("1");
        await NothingStarted();
    }

    [Fact]
    public async Task What_is_held_while_a_channel_may_be_stopping_reaches_it_when_it_stays()
    {
        await Retiring();
        Relay("1", "news");
        await NothingReachesTheChannel();
        Registry.Tell(new ChannelInUse(Publications.News));
        Relay("2", "news");

        Assert.Equal(["1", "2"], [await Arrived(), await Arrived()]);
    }

    [Fact]
    public async Task What_is_held_settles_when_the_channel_has_stopped_and_the_next_one_gets_later_ones()
    {
        await Retiring();
        Relay("1", "news");
        Sys.Stop(await ChannelActor());
        await ExpectMsgAsync("1");

        await Started("news");
        Relay("2", "news");
        Assert.Equal("2", await Arrived());
    }

    [Fact]
    public async Task More_than_may_be_held_settles_at_once()
    {
        await Retiring();
        Relay("1", "news");
        var refused = Relay("2", "news");

        await ExpectMsgAsync("2");
        Assert.Equal((0, 1), (refused.Receivers, refused.Ends));
    }

    [Fact]
    public async Task What_a_crashed_channel_has_not_read_settles()
    {
        await Started("news");
        Watch(await ChannelActor());
        var unread = new ScriptedRelay(_pool, "x");
        unread.Expect(1, new PendingBytesLimit(1000), TestActor, "settled");
        Sys.Stop(await ChannelActor());
        // The spec's own tell stands for one that raced the end: the registry hears of both in one way.
        (await ExpectMsgAsync<Terminated>()).ActorRef.Tell(new Relayed(Publications.News, unread));

        await ExpectMsgAsync("settled");
    }

    private ScriptedRelay Relay(string mark, params string[] to)
    {
        var relay = new ScriptedRelay(_pool, mark);
        relay.Expect(to.Length, new PendingBytesLimit(1000), TestActor, mark);
        Registry.Tell(new Relay([.. to.Select(Names.Channel)], relay));
        return relay;
    }

    private async Task<string> Arrived() =>
        (await Channel.ExpectMsgAsync<Relayed>()).Contents.EncodedFor(new LineEncoding()).Text().TrimEnd();
}
