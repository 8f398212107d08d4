using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class LocalChannelActorSpec : LocalStage
{
    [Fact]
    public async Task Attaches_with_its_first_subscriber_and_answers_it_when_the_home_has()
    {
        var alice = Listener();
        Local.Tell(alice.Subscribe(), alice.Ref);
        var attach = await Attached(offset: 7, total: 3);

        Assert.Equal((News, Node.Ref, 1), (attach.Channel, attach.Node, attach.Subscribers));
        await alice.Probe.ExpectMsgAsync(new Subscribed(News, Subscribers: 3, Offset: 7, "epoch"));
        Assert.Equal(["hello 3 7 continuous"], alice.Received);
        var registered = await Node.ExpectMsgAsync<RegisterAttachment>();
        Assert.Equal(
            (News, attach.AttachId, Local), (registered.Channel, registered.Id, registered.Room.Local));
        await Node.ExpectMsgAsync(new Occupied(News));
    }

    [Fact]
    public async Task Counts_further_subscribers_and_lets_each_in_with_the_answer_that_counts_it()
    {
        await Subscriber();
        var bob = Listener();
        Local.Tell(bob.Subscribe(), bob.Ref);
        var count = await Homes.ExpectMsgAsync<Count>();
        Assert.Equal((Id, 2), (count.AttachId, count.Subscribers));
        Local.Tell(Contents(1, "before"));
        await Settled();
        Assert.Empty(bob.Received);

        Local.Tell(new Counted(Id, count.Version, Offset: 1, Total: 2));
        Local.Tell(Contents(2, "after"));
        await bob.Probe.ExpectMsgAsync(new Subscribed(News, 2, Offset: 1, "epoch"));
        await Settled();
        Assert.Equal(["hello 2 1 continuous", "after"], bob.Received);
    }

    [Fact]
    public async Task A_subscriber_waits_for_contents_that_are_older_than_the_answer_that_counts_it()
    {
        var alice = await Subscriber();
        var bob = Listener();
        Local.Tell(bob.Subscribe(), bob.Ref);
        await Counted(offset: 1);
        await Homes.ExpectMsgAsync(new Have(News, Id, Offset: 0));
        await bob.Probe.ExpectNoMsgAsync(TimeSpan.Zero);

        Local.Tell(Contents(1, "late"));
        await bob.Probe.ExpectMsgAsync<Subscribed>();
        Assert.Equal(["hello 2 1 continuous"], bob.Received);
        Assert.Equal(["hello 1 0 continuous", "late"], alice.Received);
    }

    [Fact]
    public async Task Sends_what_waits_together_in_one_piece_and_gives_its_room_back()
    {
        var (one, other) = (new LineEncoding(), new LineEncoding());
        var alice = await Subscriber(encoding: one);
        var bob = Listener(encoding: other);
        Local.Tell(bob.Subscribe(), bob.Ref);
        await Counted();
        await bob.Probe.ExpectMsgAsync<Subscribed>();
        var sends = alice.Transport.Sends;

        Time.HoldWhile(() =>
        {
            // It asks for the time, so it holds the actor.
            Local.Tell(new Subscribe(News, bob.Ref, bob.Transport.Outbox, other), bob.Ref);
            Local.Tell(Contents(1, "a"));
            Local.Tell(Contents(2, "b", "c"));
        });
        await Settled();

        Assert.Equal(["a", "b", "c"], alice.Received[1..]);
        Assert.Equal(["a", "b", "c"], bob.Received[1..]);
        Assert.Equal(sends + 1, alice.Transport.Sends);
        Assert.Equal((3, 3), (one.Calls, other.Calls));
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task A_subscriber_hears_all_that_came_before_it_left()
    {
        var alice = await Subscriber();
        Time.HoldWhile(() =>
        {
            Local.Tell(alice.Subscribe(), alice.Ref);
            Local.Tell(Contents(1, "before"));
            Local.Tell(new Unsubscribe(News, alice.Ref), alice.Ref);
        });
        await alice.Probe.ExpectMsgAsync(new Unsubscribed(News));

        Assert.Equal(["hello 1 0 continuous", "before"], alice.Received);
    }

    [Fact]
    public async Task A_subscriber_that_subscribes_again_counts_once_and_reads_another_encoding()
    {
        var alice = await Subscriber();
        var other = new LineEncoding { Prefix = "> " };
        Local.Tell(new Subscribe(News, alice.Ref, alice.Transport.Outbox, other), alice.Ref);
        Assert.Equal(1, (await Counted(total: 1)).Subscribers);
        await alice.Probe.ExpectMsgAsync(new Subscribed(News, 1, 0, "epoch"));
        Local.Tell(Contents(1, "a"));
        await Settled();

        Assert.Equal(1, other.Calls);
    }

    [Fact]
    public async Task Passivates_with_its_last_subscriber_and_hands_back_what_still_comes()
    {
        var alice = await Subscriber();
        Local.Tell(new Unsubscribe(News, alice.Ref), alice.Ref);

        await alice.Probe.ExpectMsgAsync(new Unsubscribed(News));
        await Homes.ExpectMsgAsync(new Detach(News, Id));
        await Parent.ExpectMsgAsync(Passivate.Instance);
        var subscribe = alice.Subscribe();
        var stopped = new SubscriberStopped(News, alice.Ref);
        Local.Tell(subscribe, alice.Ref);
        Local.Tell(stopped, alice.Ref);
        await Node.FishForMessageAsync(message => message is Vacated);
        Local.Tell(StopEntity.Instance);

        Assert.Equal(
            [(subscribe, alice.Ref), (stopped, alice.Ref)],
            (await Parent.ExpectMsgAsync<HandBack>()).Messages);
        await ExpectTerminatedAsync(Local);
    }

    [Fact]
    public async Task Gives_back_the_room_of_contents_that_come_when_the_last_subscriber_has_left()
    {
        var alice = await Subscriber();
        var late = Contents(1, "late");
        Local.Tell(new Unsubscribe(News, alice.Ref), alice.Ref);
        Local.Tell(late);
        await Settled();

        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task Ignores_a_late_batch_of_an_old_attachment()
    {
        var alice = await Subscriber();
        var late = Contents(1, "late");
        Local.Tell(new AttachAgain(Id));
        await Attached();
        Local.Tell(late);
        Local.Tell(Contents(1, "right"));
        await Settled();

        Assert.Equal(["hello 1 0 continuous", "right"], alice.Received);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task Asks_once_for_what_a_lost_batch_held_and_hands_nothing_over_before_it()
    {
        var alice = await Subscriber();
        Local.Tell(Contents(1, "a"));
        Local.Tell(Contents(3, "c"));
        Local.Tell(Contents(4, "d"));
        await Homes.ExpectMsgAsync(new Have(News, Id, Offset: 1));
        await Settled();
        await Homes.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Equal(["a"], alice.Received[1..]);

        Local.Tell(Contents(2, "b"));
        Local.Tell(Contents(3, "c"));
        Local.Tell(Contents(4, "d"));
        await Settled();
        Assert.Equal(["a", "b", "c", "d"], alice.Received[1..]);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task Asks_again_for_a_lost_batch_that_does_not_come()
    {
        await Subscriber();
        Local.Tell(Contents(2, "b"));
        await Homes.ExpectMsgAsync(new Have(News, Id, Offset: 0));
        Pass(Around.Settings.RetryInterval);

        await Homes.ExpectMsgAsync(new Have(News, Id, Offset: 0));
    }

    [Fact]
    public async Task Answers_a_home_that_misses_a_confirmation_how_far_it_is()
    {
        await Subscriber();
        Local.Tell(Contents(1, "a"));
        Local.Tell(new Head(Id, Offset: 1));
        await Homes.ExpectMsgAsync(new Confirmed(News, Id, Offset: 1));

        Local.Tell(new Head(Id, Offset: 2));
        await Homes.ExpectMsgAsync(new Have(News, Id, Offset: 1));
        await Homes.ExpectMsgAsync(new Confirmed(News, Id, Offset: 1));
    }

    [Fact]
    public async Task Does_not_send_a_publication_to_the_subscriber_that_is_excepted()
    {
        var alice = await Subscriber();
        var bob = Listener();
        Local.Tell(bob.Subscribe(), bob.Ref);
        await Counted();
        await bob.Probe.ExpectMsgAsync<Subscribed>();

        Local.Tell(Contents(1, "a", "b") with { Own = new OwnPublications(0, null, [(2, alice.Ref)]) });
        await Settled();
        Assert.Equal(["a"], alice.Received[1..]);
        Assert.Equal(["a", "b"], bob.Received[1..]);
    }

    [Fact]
    public async Task Tells_another_node_what_it_has_handed_over()
    {
        var bobsNode = CreateTestProbe();
        var alice = Listener();
        Local.Tell(alice.Subscribe(), alice.Ref);
        var attach = await Homes.ExpectMsgAsync<Attach>();
        Local.Tell(
            new Attached(News, attach.AttachId, attach.Version, bobsNode, "epoch", Offset: 3, Total: 1));
        await alice.Probe.ExpectMsgAsync<Subscribed>();

        var contents = Contents(4, "four");
        Local.Tell(contents with { Batch = contents.Batch with { AttachId = attach.AttachId } });
        await Node.FishForMessageAsync(message => message is HandedOver m && m == new HandedOver(
            bobsNode, new Confirmed(News, attach.AttachId, Offset: 4), Bytes: 4));
    }
}
