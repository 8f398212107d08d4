using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class ChannelSubscriptionSpec : ChannelStage
{
    [Fact]
    public async Task Subscribing_is_answered_with_how_many_there_are()
    {
        var first = await Ask<Subscribed>(Listener().Subscribe());
        var second = await Ask<Subscribed>(Listener().Subscribe());

        Assert.Equal(new Subscribed(News, 1, Offset: 0, first.Epoch), first);
        Assert.Equal(first with { Subscribers = 2 }, second);
    }

    [Fact]
    public async Task Subscribing_twice_counts_and_delivers_once()
    {
        var alice = await Subscriber();
        Assert.Equal(1, (await Ask<Subscribed>(alice.Subscribe())).Subscribers);

        Assert.Equal(1, (await Published("a")).Receivers);
        Assert.Equal(["a"], alice.Lines);
    }

    [Fact]
    public async Task A_subscriber_over_the_limit_is_rejected_and_one_that_is_in_is_not()
    {
        Start("kinds.default.subscribers-max = 1");
        var alice = await Subscriber();

        Assert.Equal(
            new Rejected(News, RejectReason.ChannelFull), await Ask<Rejected>(Listener().Subscribe()));
        Assert.Equal(1, (await Ask<Subscribed>(alice.Subscribe())).Subscribers);
    }

    [Fact]
    public async Task A_place_that_was_left_is_free()
    {
        Start("kinds.default.subscribers-max = 1");
        var alice = await Subscriber();
        await Ask<Unsubscribed>(new Unsubscribe(News, alice.Ref));

        await Subscriber();
    }

    [Fact]
    public async Task The_greeting_goes_ahead_of_every_delivery()
    {
        var alice = Listener();
        Together(Publish("before"), alice.Greeted(), Publish("after"));
        await ExpectMsgAsync<Subscribed>();
        await Settled();

        Assert.Equal(["hello 1 1 continuous", "after"], alice.Lines);
    }

    [Fact]
    public async Task A_subscriber_whose_outbox_refuses_the_greeting_is_told_that_it_is_slow()
    {
        var alice = Listener(SpecSettings.Outbox("bytes-max = 80"));
        alice.Transport.Room = 0;
        alice.Transport.Outbox.Answer("ok\n"u8.ToArray());
        await Ask<Subscribed>(alice.Greeted());

        await alice.Probe.ExpectMsgAsync(new SlowConsumer(News));
    }

    [Fact]
    public async Task The_registry_hears_of_the_first_to_come_and_of_the_last_to_leave()
    {
        var alice = await Subscriber();
        await Registry.ExpectMsgAsync(new ChannelOccupied(News));

        var bob = await Subscriber();
        await Ask<Unsubscribed>(new Unsubscribe(News, alice.Ref));
        await Ask<Unsubscribed>(new Unsubscribe(News, bob.Ref));
        await Registry.ExpectMsgAsync(new ChannelVacant(News, KeepsState: false));
    }

    [Fact]
    public async Task The_end_of_a_subscriber_ends_its_subscription()
    {
        var alice = await Subscriber();
        await Registry.ExpectMsgAsync<ChannelOccupied>();
        Channel.Tell(new SubscriberStopped(News, alice.Ref));

        await Registry.ExpectMsgAsync(new ChannelVacant(News, KeepsState: false));
        Assert.Equal(0, (await Published("a")).Receivers);
    }

    [Fact]
    public async Task A_subscriber_that_ends_while_its_subscribe_waits_does_not_stay()
    {
        var alice = Listener();
        Together(alice.Subscribe(), new SubscriberStopped(News, alice.Ref));
        await ExpectMsgAsync<Subscribed>();

        // Together lets the channel forget first, and then it says that it is vacant.
        await Registry.ExpectMsgAsync<ChannelVacant>();
        await Registry.ExpectMsgAsync<ChannelOccupied>();
        await Registry.ExpectMsgAsync<ChannelVacant>();
    }

    [Fact]
    public async Task The_end_of_one_that_is_not_subscribed_changes_nothing_and_is_not_answered()
    {
        var alice = await Subscriber();
        Channel.Tell(new SubscriberStopped(News, Listener().Ref), TestActor);

        Assert.Equal(1, (await Published("a")).Receivers);
        Assert.Equal(["a"], alice.Lines);
    }

    [Fact]
    public async Task Unsubscribing_who_is_not_subscribed_is_answered_and_changes_nothing()
    {
        var alice = await Subscriber();
        await Ask<Unsubscribed>(new Unsubscribe(News, Listener().Ref));

        Assert.Equal(1, (await Published("a")).Receivers);
        Assert.Equal(["a"], alice.Lines);
    }

    [Fact]
    public async Task Stops_when_told_and_nobody_is_there()
    {
        var alice = await Subscriber();
        await Ask<Unsubscribed>(new Unsubscribe(News, alice.Ref));
        Watch(Channel);
        Channel.Tell(StopIfEmpty.Instance, Registry.Ref);

        await ExpectTerminatedAsync(Channel);
        await alice.Probe.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Stays_when_a_subscribe_arrived_before_it_was_told_to_stop()
    {
        var alice = await Subscriber();
        await Ask<Unsubscribed>(new Unsubscribe(News, alice.Ref));
        await Subscriber();
        Channel.Tell(StopIfEmpty.Instance, Registry.Ref);

        await Registry.ExpectMsgAsync<ChannelOccupied>();
        await Registry.ExpectMsgAsync<ChannelVacant>();
        await Registry.ExpectMsgAsync<ChannelOccupied>();
        await Registry.ExpectMsgAsync(new ChannelInUse(News));
    }

    [Fact]
    public async Task Sends_what_was_published_before_it_stops()
    {
        Start();
        Watch(Channel);
        Together(Publish("a", receipt: true), StopIfEmpty.Instance);

        Assert.Equal(0, (await ExpectMsgAsync<Published>()).Receipt.Receivers);
        await ExpectTerminatedAsync(Channel);
        Assert.Equal(0, Budget.Bytes);
    }
}
