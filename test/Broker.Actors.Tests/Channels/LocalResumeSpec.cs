using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>How subscribers get what they have missed.</summary>
public class LocalResumeSpec : LocalStage
{
    private static readonly StreamPosition Since = new(1, "epoch");

    [Fact]
    public async Task A_subscriber_that_resumes_gets_what_it_missed_and_then_all_that_comes()
    {
        var alice = Listener();
        Local.Tell(alice.Subscribe(Since), alice.Ref);
        await Attached(offset: 3);
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        Assert.Equal((Node.Ref, Id, Since), (read.Node, read.ReaderId, read.Since));
        Local.Tell(Page(read, offset: 3, At(2, "b"), At(3, "c")));
        Local.Tell(Contents(4, "d"));

        await alice.Probe.ExpectMsgAsync(new Subscribed(News, 1, Offset: 3, "epoch"));
        await Settled();
        Assert.Equal(["hello 1 3 continuous", "b", "c", "d"], alice.Received);
    }

    [Fact]
    public async Task A_resume_while_publications_arrive_leaves_nothing_out_and_repeats_nothing()
    {
        var bob = await Subscriber(offset: 3);
        var alice = Listener();
        Local.Tell(alice.Subscribe(Since), alice.Ref);
        await Counted(offset: 3);
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        Local.Tell(Contents(4, "d"));
        Local.Tell(Page(read, offset: 4, At(2, "b"), At(3, "c")));
        var next = await Homes.ExpectMsgAsync<ReadHistory>();
        Assert.Equal(new StreamPosition(3, "epoch"), next.Since);
        Local.Tell(Contents(5, "e"));
        Local.Tell(Page(next, offset: 5, At(4, "d"), At(5, "e")));
        Local.Tell(Contents(6, "f"));

        await alice.Probe.ExpectMsgAsync<Subscribed>();
        await Settled();
        Assert.Equal(["hello 2 5 continuous", "b", "c", "d", "e", "f"], alice.Received);
        Assert.Equal(["d", "e", "f"], bob.Received[1..]);
    }

    [Fact]
    public async Task Two_that_resume_from_one_point_share_one_read()
    {
        var (alice, bob) = (Listener(), Listener());
        Local.Tell(alice.Subscribe(Since), alice.Ref);
        Local.Tell(bob.Subscribe(Since), bob.Ref);
        await Homes.ExpectMsgAsync<Attach>();
        await Attached(offset: 2);
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        Local.Tell(Page(read, offset: 2, At(2, "b")));

        await alice.Probe.ExpectMsgAsync<Subscribed>();
        await bob.Probe.ExpectMsgAsync<Subscribed>();
        Assert.Equal(["b"], alice.Received[1..]);
        Assert.Equal(["b"], bob.Received[1..]);
        await Homes.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Two_that_resume_from_different_points_each_get_what_they_missed()
    {
        var (alice, bob) = (Listener(), Listener());
        Local.Tell(alice.Subscribe(Since), alice.Ref);
        Local.Tell(bob.Subscribe(new StreamPosition(0, null)), bob.Ref);
        await Homes.ExpectMsgAsync<Attach>();
        await Attached(offset: 2);
        var first = await Homes.ExpectMsgAsync<ReadHistory>();
        Local.Tell(Page(first, offset: 2, At(2, "b")));
        var second = await Homes.ExpectMsgAsync<ReadHistory>();
        Local.Tell(Contents(3, "c"));
        Local.Tell(Page(second, offset: 3, At(1, "a"), At(2, "b"), At(3, "c")));

        await bob.Probe.ExpectMsgAsync<Subscribed>();
        await Settled();
        Assert.Equal(["b", "c"], alice.Received[1..]);
        Assert.Equal(["a", "b", "c"], bob.Received[1..]);
    }

    [Fact]
    public async Task Says_so_when_the_home_cannot_prove_that_nothing_is_missing()
    {
        var alice = Listener();
        Local.Tell(alice.Subscribe(new StreamPosition(9, "other")), alice.Ref);
        await Attached(offset: 2);
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        Local.Tell(Page(read, offset: 2, At(1, "a"), At(2, "b")) with { Continuous = false });

        await alice.Probe.ExpectMsgAsync(new Subscribed(News, 1, Offset: 2, "epoch", Continuous: false));
        Assert.Equal(["hello 1 2 gap", "a", "b"], alice.Received);
    }

    [Fact]
    public async Task Waits_with_a_page_for_contents_that_are_lost_on_the_way()
    {
        var alice = Listener();
        Local.Tell(alice.Subscribe(Since), alice.Ref);
        await Attached(offset: 1);
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        Local.Tell(Page(read, offset: 2, At(2, "b")));
        await Homes.ExpectMsgAsync(new Have(News, Id, Offset: 1));
        var next = await Homes.ExpectMsgAsync<ReadHistory>();
        Local.Tell(Contents(2, "b"));
        Local.Tell(Page(next, offset: 2));

        await alice.Probe.ExpectMsgAsync<Subscribed>();
        Assert.Equal(["b"], alice.Received[1..]);
    }

    [Fact]
    public async Task Reads_again_when_a_page_does_not_come_and_refuses_when_the_history_cannot_be_read()
    {
        var alice = Listener();
        Local.Tell(alice.Subscribe(Since), alice.Ref);
        await Attached(offset: 2);
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        Pass(Around.Settings.RetryInterval);
        Assert.Equal(read, await Homes.ExpectMsgAsync<ReadHistory>());

        Local.Tell(new HistoryRefused(Id, RejectReason.Unavailable));
        await alice.Probe.ExpectMsgAsync(new Rejected(News, RejectReason.Unavailable));
    }
}
