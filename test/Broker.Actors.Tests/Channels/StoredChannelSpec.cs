using Broker.Actors.Journal;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>A channel that is stored, of a process that is alone.</summary>
public class StoredChannelSpec : StoredChannelStage
{
    private const string Kind =
        "kinds.news { pattern = news, journal = file, history-size-max = 3, history-age-max = 10m }";

    public StoredChannelSpec() => Start(Kind);

    [Fact]
    public async Task Nobody_hears_and_nobody_is_answered_before_it_is_stored()
    {
        var bob = await Subscriber();
        Journal.Hold();
        Channel.Tell(Publish("a"), TestActor);
        await Appends.ExpectMsgAsync<JournalProtocol.Append>();
        await Settled();
        Assert.Empty(bob.Lines);

        Journal.StoreOne();
        var receipt = (await ExpectMsgAsync<Published>()).Receipt;
        Assert.Equal(new Receipt(News, 1, "e1", 1, Durability.File), receipt);
        Assert.Equal(["a"], bob.Lines);
    }

    [Fact]
    public async Task What_waits_while_one_is_stored_goes_in_one_append()
    {
        await Settled();
        Journal.Hold();
        Channel.Tell(Publish("a"), TestActor);
        await Appends.ExpectMsgAsync<JournalProtocol.Append>();
        Together(Publish("b"), Publish("c"));
        await Settled();
        Journal.StoreOne();
        Assert.Equal(2, (await Appends.ExpectMsgAsync<JournalProtocol.Append>()).Events.Count);
        Journal.Release();

        for (var offset = 1; offset <= 3; offset++)
            Assert.Equal(offset, (await ExpectMsgAsync<Published>()).Receipt.Offset);
        Assert.Equal(["a", "b", "c"], Stored);
        await AwaitAssertAsync(() => Assert.Equal(0, Budget.Bytes));
    }

    [Fact]
    public async Task The_publishers_own_answer_goes_out_ahead_of_the_delivery()
    {
        var bob = await Subscriber();
        Channel.Tell(Publish("a") with
        {
            Acknowledge = () => bob.Transport.Outbox.Answer(Channels.Listener.Bytes("ok\n")),
        }, TestActor);
        await ExpectMsgAsync<Published>();

        Assert.Equal(["ok", "a"], bob.Lines);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_refused_and_reaches_nobody()
    {
        var bob = await Subscriber();
        Journal.Hold();
        Channel.Tell(Publish("a", key: "k"), TestActor);
        await Appends.ExpectMsgAsync<JournalProtocol.Append>();
        Journal.RefuseOne(JournalProtocol.RejectReason.Unavailable);
        Assert.Equal(RejectReason.Unavailable, (await ExpectMsgAsync<Rejected>()).Reason);
        Journal.Release();

        // The key was not used: its repeat is a first time.
        Assert.Equal(1, (await Published("a", key: "k")).Offset);
        Assert.Equal(["a"], bob.Lines);
        await AwaitAssertAsync(() => Assert.Equal(0, Budget.Bytes));
    }

    [Fact]
    public async Task An_append_that_breaks_is_refused_like_one_that_is_rejected()
    {
        await Settled();
        Journal.Hold();
        Channel.Tell(Publish("a"), TestActor);
        await Appends.ExpectMsgAsync<JournalProtocol.Append>();
        Journal.BreakOne(isStored: false);
        Assert.Equal(RejectReason.Unavailable, (await ExpectMsgAsync<Rejected>()).Reason);
        Journal.Release();

        Assert.Equal(1, (await Published("b")).Offset);
    }

    [Fact]
    public async Task Its_history_its_order_and_its_keys_survive_the_process()
    {
        foreach (var content in (string[])["a", "b", "c"]) await Published(content);
        var first = await Published("d", key: "k");
        await Restart(Kind);

        Assert.Equal(first with { Receivers = 0 }, await Published("d", key: "k"));
        Assert.Equal(5, (await Published("e")).Offset);
        Assert.Equal(["c", "d", "e"], (await Subscriber(new StreamPosition(0, null))).Lines);
        Assert.Equal(["a", "b", "c", "d", "e"], Stored);
    }

    [Fact]
    public async Task Who_resumes_after_a_restart_is_told_the_truth_about_what_is_missing()
    {
        for (var i = 1; i <= 5; i++) await Published($"{i}");
        await Restart(Kind);

        Assert.True((await Ask<Subscribed>(Listener().Subscribe(new StreamPosition(3, "e1")))).Continuous);
        Assert.False((await Ask<Subscribed>(Listener().Subscribe(new StreamPosition(1, "e1")))).Continuous);
        Assert.False(
            (await Ask<Subscribed>(Listener().Subscribe(new StreamPosition(3, "other")))).Continuous);
    }

    [Fact]
    public async Task What_was_too_old_when_the_process_was_down_is_not_shown()
    {
        await Published("a");
        Time.Advance(TimeSpan.FromMinutes(10));
        await Restart(Kind);

        Assert.Empty((await Subscriber(new StreamPosition(0, null))).Lines);
    }

    [Fact]
    public async Task What_comes_before_it_has_read_its_stream_waits_in_order()
    {
        await Published("a");
        await Restart(Kind);
        var bob = Listener();
        Together(bob.Greeted(new StreamPosition(0, null)), Publish("b"));
        await ExpectMsgAsync<Subscribed>();
        await ExpectMsgAsync<Published>();

        Assert.Equal(["hello 1 1 continuous", "a", "b"], bob.Lines);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_refuses_all_and_the_next_request_tries_again()
    {
        await Published("a");
        Journal.IsAway = true;
        await Restart(Kind);
        Assert.Equal(RejectReason.Unavailable, (await Ask<Rejected>(Publish("b"))).Reason);
        Assert.Equal(RejectReason.Unavailable, (await Ask<Rejected>(Listener().Subscribe())).Reason);
        await AwaitAssertAsync(() => Assert.Equal(0, Budget.Bytes));

        Journal.IsAway = false;
        Assert.Equal(2, (await Published("b")).Offset);
        Assert.Equal(["a", "b"], (await Subscriber(new StreamPosition(0, null))).Lines);
    }

    [Fact]
    public async Task What_its_history_forgot_is_trimmed_from_the_journal()
    {
        for (var i = 1; i <= 5; i++) await Published($"{i}");
        // Not at once: a trim is a write.
        Assert.Equal(5, Stored.Length);
        Pass(TimeSpan.FromMinutes(1));
        Registry.ExpectMsg<ChannelVacant>();
        await Settled();

        Assert.Equal(["3", "4", "5"], Stored);
    }

    [Fact]
    public async Task It_gives_its_actor_up_when_nobody_used_it_for_a_while_and_not_before()
    {
        var bob = await Subscriber();
        await Registry.ExpectMsgAsync<ChannelOccupied>();
        Pass(TimeSpan.FromMinutes(2));
        await Ask<Unsubscribed>(new Unsubscribe(News, bob.Ref));
        Assert.True((await Registry.ExpectMsgAsync<ChannelVacant>()).KeepsState);

        Pass(TimeSpan.FromSeconds(30));
        await Settled();
        Pass(TimeSpan.FromMinutes(1));
        Assert.False((await Registry.ExpectMsgAsync<ChannelVacant>()).KeepsState);
        Watch(Channel);
        Channel.Tell(StopIfEmpty.Instance);
        await ExpectTerminatedAsync(Channel);
    }

    [Fact]
    public async Task It_does_not_stop_while_something_is_stored()
    {
        await Settled();
        Journal.Hold();
        Channel.Tell(Publish("a"), TestActor);
        await Appends.ExpectMsgAsync<JournalProtocol.Append>();
        Channel.Tell(StopIfEmpty.Instance);
        await Registry.ExpectMsgAsync<ChannelInUse>();

        Journal.Release();
        await ExpectMsgAsync<Published>();
    }

    [Fact]
    public async Task A_subscriber_that_ends_before_the_stream_is_read_is_not_let_in()
    {
        var bob = Listener();
        Journal.IsAway = true;
        await Restart("held-max = 1, " + Kind);
        await Ask<Rejected>(new ReadHistory(News, StreamPosition.Unknown));
        Journal.IsAway = false;
        // The subscribe makes the channel read; the answer to that lands after the end of the subscriber.
        Together(bob.Greeted(), new SubscriberStopped(News, bob.Ref));
        await ExpectMsgAsync<Subscribed>();
        Assert.Equal(0, (await Published("a")).Receivers);

        Assert.Equal(["hello 1 0 continuous"], bob.Lines);
    }

    [Fact]
    public async Task A_crash_refuses_what_waits_and_gives_its_room_back()
    {
        await Settled();
        Journal.Hold();
        Channel.Tell(Publish("a"), TestActor);
        await Appends.ExpectMsgAsync<JournalProtocol.Append>();
        Sys.Stop(Channel);

        await ExpectMsgAsync<Rejected>();
        await AwaitAssertAsync(() => Assert.Equal(0, Budget.Bytes));
    }
}
