using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>How a registry retires a channel that nobody needs any more.</summary>
public class ChannelRetirementSpec : ChannelRegistryStage
{
    [Fact]
    public async Task A_channel_that_keeps_state_is_not_asked_to_stop()
    {
        await Started("news");
        Registry.Tell(new ChannelVacant(News, KeepsState: true));

        await NothingReachesTheChannel();
    }

    [Fact]
    public async Task Holds_commands_while_a_channel_may_stop_and_starts_the_next_one_with_them()
    {
        await Retiring();
        Registry.Tell(Subscribe("news"), TestActor);
        await NothingReachesTheChannel();

        var first = await ChannelActor();
        Sys.Stop(first);
        await Channel.ExpectMsgAsync<Subscribe>();
        Assert.Equal(TestActor, Channel.Sender);
        Assert.NotEqual(first, await ChannelActor());
    }

    [Fact]
    public async Task Holds_commands_while_a_channel_may_stop_and_sends_them_on_when_it_stays()
    {
        await Retiring();
        Registry.Tell(Publish("news"), TestActor);
        await NothingReachesTheChannel();

        Registry.Tell(new ChannelInUse(News));
        await Channel.ExpectMsgAsync<Publish>();
        Registry.Tell(Publish("news"), TestActor);
        await Channel.ExpectMsgAsync<Publish>();
    }

    [Fact]
    public async Task A_channel_is_asked_to_stop_once_however_often_it_says_that_it_is_vacant()
    {
        await Retiring();
        Registry.Tell(new ChannelVacant(News, KeepsState: false));
        await NothingReachesTheChannel();

        Registry.Tell(new ChannelInUse(News));
        Registry.Tell(new ChannelVacant(News, KeepsState: false));
        await Channel.ExpectMsgAsync<StopIfEmpty>();
    }

    [Fact]
    public async Task What_is_held_past_the_limit_is_answered_busy_and_leaves_theBudget()
    {
        await Retiring();
        Registry.Tell(Subscribe("news"), TestActor);
        Registry.Tell(Subscribe("news"), TestActor);
        Registry.Tell(Publish("news") with { Receipt = true }, TestActor);
        Registry.Tell(Publish("news"), TestActor);

        await ExpectMsgAsync(new Rejected(News, RejectReason.Busy));
        await ExpectMsgAsync(new Rejected(News, RejectReason.Busy));
        await List();
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task The_end_of_a_subscriber_is_held_past_the_limit_and_follows_its_subscribe()
    {
        await Retiring();
        Registry.Tell(Subscribe("news"), TestActor);
        Registry.Tell(new SubscriberStopped(News, TestActor), TestActor);
        Sys.Stop(await ChannelActor());

        await Channel.ExpectMsgAsync<Subscribe>();
        await Channel.ExpectMsgAsync(new SubscriberStopped(News, TestActor));
    }

    [Fact]
    public async Task The_end_of_a_subscriber_starts_no_channel()
    {
        Registry.Tell(new SubscriberStopped(News, TestActor), TestActor);

        await NothingStarted();
    }

    [Fact]
    public async Task A_held_publication_meets_nobody_when_the_channel_has_stopped()
    {
        await Retiring();
        Registry.Tell(Publish("news") with { Receipt = true }, TestActor);
        Sys.Stop(await ChannelActor());

        Assert.Equal(0, (await ExpectMsgAsync<Published>()).Receipt.Offset);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task A_channel_that_ended_is_off_the_list_and_its_place_is_free()
    {
        foreach (var name in (string[])["a", "b", "news"]) await Started(name);
        Registry.Tell(new ChannelOccupied(News));
        var channel = await ChannelActor();
        Watch(channel);
        Sys.Stop(channel);
        await ExpectTerminatedAsync(channel);

        await AwaitAssertAsync(async () => Assert.Empty(await List()));
        await Started("d");
    }
}
