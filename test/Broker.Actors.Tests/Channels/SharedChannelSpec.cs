using Broker.Actors.Channels;
using Broker.Actors.Journal;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Presence.PresenceProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>A channel on one of several nodes that share a journal.</summary>
public class SharedChannelSpec : StoredChannelStage
{
    private const string Kind = "kinds.news { pattern = news, history-size-max = 3 }";

    public SharedChannelSpec() => Start(Kind, isShared: true);

    [Fact]
    public async Task Everybody_sees_the_order_of_the_journal()
    {
        var bob = await Joined();
        Channel.Tell(Publish("a"), TestActor);
        await AwaitAssertAsync(() => Assert.Equal(["a"], Stored));
        FromElsewhere("b");
        Channel.Tell(Publish("c"), TestActor);
        await AwaitAssertAsync(() => Assert.Equal(["a", "b", "c"], Stored));
        Feed();

        Assert.Equal(1, (await ExpectMsgAsync<Published>()).Receipt.Offset);
        Assert.Equal(3, (await ExpectMsgAsync<Published>()).Receipt.Offset);
        await Settled();
        Assert.Equal(["a", "b", "c"], bob.Lines);
        await AwaitAssertAsync(() => Assert.Equal(0, Budget.Bytes));
    }

    [Fact]
    public async Task What_the_feed_brings_twice_or_late_is_sent_once()
    {
        FromElsewhere("a");
        await Restart(Kind, isShared: true);
        var bob = await Joined();
        FromElsewhere("b");
        // The first of them was stored when the channel read its stream.
        Feed();
        await Settled();

        Assert.Equal(["b"], bob.Lines);
        Assert.Equal(["a", "b"], (await Joined(new StreamPosition(0, null))).Lines);
    }

    [Fact]
    public async Task Who_joins_is_counted_with_those_of_other_nodes_and_only_then_let_in()
    {
        var bob = Listener();
        Channel.Tell(bob.Greeted(), TestActor);
        Assert.Equal(new Report(Area.Channels, "news", 1), await Presence.ExpectMsgAsync<Report>());
        FromElsewhere("before");
        Feed();
        await Settled();
        Assert.Empty(bob.Lines);

        Presence.Reply(new Reported(Area.Channels, "news", 4));
        Assert.Equal(5, (await ExpectMsgAsync<Subscribed>()).Subscribers);
        FromElsewhere("after");
        Feed();
        await Settled();
        Assert.Equal(["hello 5 1 continuous", "after"], bob.Lines);
    }

    [Fact]
    public async Task Who_leaves_while_it_joins_is_never_in()
    {
        var bob = Listener();
        Channel.Tell(bob.Greeted(), TestActor);
        await Presence.ExpectMsgAsync<Report>();
        Channel.Tell(new SubscriberStopped(News, bob.Ref));
        Assert.Equal(0, (await Presence.ExpectMsgAsync<Report>()).Count);
        Presence.Reply(new Reported(Area.Channels, "news", 0));
        Presence.Reply(new Reported(Area.Channels, "news", 0));
        await Settled();

        Assert.Empty(bob.Lines);
        Assert.Equal(1, (await Join(Listener().Subscribe())).Subscribers);
    }

    [Fact]
    public async Task Who_subscribes_again_is_told_how_many_there_are_by_now()
    {
        var bob = Listener();
        Assert.Equal(1, (await Join(bob.Subscribe())).Subscribers);
        Channel.Tell(bob.Subscribe(), TestActor);
        Assert.Equal(1, (await Presence.ExpectMsgAsync<Report>()).Count);
        Presence.Reply(new Reported(Area.Channels, "news", 2));

        Assert.Equal(3, (await ExpectMsgAsync<Subscribed>()).Subscribers);
    }

    [Fact]
    public async Task What_others_may_have_seen_survives_the_databases_crash()
    {
        await Settled();
        Journal.Hold();
        Channel.Tell(Publish("a"), TestActor);

        Assert.Equal(Durability.File, (await Appends.ExpectMsgAsync<JournalProtocol.Append>()).Level);
        Journal.Release();
    }

    [Fact]
    public async Task Who_leaves_is_counted_no_more()
    {
        var bob = await Joined();
        await Ask<Unsubscribed>(new Unsubscribe(News, bob.Ref));

        Assert.Equal(0, (await Presence.ExpectMsgAsync<Report>()).Count);
    }

    [Fact]
    public async Task What_was_trimmed_before_this_node_saw_it_sends_its_subscribers_away_to_resume()
    {
        var bob = await Joined();
        FromElsewhere("a");
        FromElsewhere("b");
        FromElsewhere("c");
        await Journal.TrimAsync(new JournalProtocol.Trim(Stream, 3));
        Feed();

        await bob.Probe.ExpectMsgAsync<ChannelLost>();
        await Settled();
        Assert.Equal(["c"], (await Ask<HistoryRead>(new ReadHistory(News, new StreamPosition(0, null))))
            .Publications.Select(p => System.Text.Encoding.UTF8.GetString(p.Content.Span)));
    }

    [Fact]
    public async Task A_key_that_another_node_stored_first_is_answered_as_that()
    {
        var bob = await Joined();
        await Journal.AppendAsync(
            new JournalProtocol.Append(Stream, [Elsewhere("theirs")], Durability.Memory) { Key = "k" });
        Channel.Tell(Publish("ours", key: "k"), TestActor);

        Assert.Equal(1, (await ExpectMsgAsync<Published>()).Receipt.Offset);
        Feed();
        await Settled();
        Assert.Equal(["theirs"], bob.Lines);
        Assert.Equal(["theirs"], Stored);
        await AwaitAssertAsync(() => Assert.Equal(0, Budget.Bytes));
    }

    [Fact]
    public async Task A_publication_with_a_key_is_stored_alone()
    {
        await Settled();
        Journal.Hold();
        Channel.Tell(Publish("a"), TestActor);
        await Appends.ExpectMsgAsync<JournalProtocol.Append>();
        Together(Publish("b"), Publish("c", key: "k"), Publish("d"));
        await Settled();
        Journal.StoreOne();
        for (var i = 0; i < 3; i++)
        {
            var append = await Appends.ExpectMsgAsync<JournalProtocol.Append>();
            Assert.Equal(i == 1 ? "k" : null, append.Key);
            Assert.Single(append.Events);
            Journal.StoreOne();
        }
    }

    [Fact]
    public async Task Others_have_the_time_to_read_what_is_forgotten_here()
    {
        for (var i = 1; i <= 5; i++) FromElsewhere($"{i}");
        Feed();
        await Settled();
        Pass(TimeSpan.FromSeconds(30));
        await Settled();
        Assert.Equal(5, Stored.Length);

        Pass(TimeSpan.FromMinutes(1));
        await Settled();
        Pass(TimeSpan.FromMinutes(1));
        await Settled();
        Assert.Equal(["3", "4", "5"], Stored);
    }

    private static JournalProtocol.Event Elsewhere(string content) => PublicationCodec.Write(
        ChannelStream.NameOf(News),
        new StoredPublication(
            new Publication(
                News, 0, SpecTime.Start, "bob", Channels.Listener.Bytes(content), IsText: true),
            Key: null, Origin: 9));
}
