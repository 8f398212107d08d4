using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>What a local channel does when its home refuses it, or does not answer.</summary>
public class LocalRefusalSpec : LocalStage
{
    [Fact]
    public async Task Repeats_a_request_that_is_not_answered()
    {
        var alice = Listener();
        Local.Tell(alice.Subscribe(), alice.Ref);
        var first = await Homes.ExpectMsgAsync<Attach>();
        Pass(Around.Settings.RetryInterval);
        Assert.Equal(first, await Homes.ExpectMsgAsync<Attach>());

        Local.Tell(new Attached(News, first.AttachId, first.Version, Node, "epoch", Offset: 0, Total: 1));
        await alice.Probe.ExpectMsgAsync<Subscribed>();
        Pass(Around.Settings.RetryInterval);
        await Homes.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Refuses_a_subscriber_whose_home_does_not_answer_in_time()
    {
        var alice = Listener();
        Local.Tell(alice.Subscribe(), alice.Ref);
        for (var waited = TimeSpan.Zero; waited < Around.Settings.SubscribeTimeout;
             waited += Around.Settings.RetryInterval)
        {
            await Homes.ExpectMsgAsync<Attach>();
            await Settled();
            Pass(Around.Settings.RetryInterval);
        }

        await alice.Probe.ExpectMsgAsync(new Rejected(News, RejectReason.Unavailable));
        await Parent.ExpectMsgAsync(Passivate.Instance);
    }

    [Theory]
    [InlineData(RejectReason.TooManyChannels)]
    [InlineData(RejectReason.Busy)]
    [InlineData(RejectReason.Unavailable)]
    public async Task Refuses_its_subscribers_for_the_reason_that_the_home_gives(RejectReason reason)
    {
        var alice = Listener();
        Local.Tell(alice.Subscribe(), alice.Ref);
        var attach = await Homes.ExpectMsgAsync<Attach>();
        Local.Tell(new AttachRefused(attach.AttachId, attach.Version, reason, Room: 0));

        await alice.Probe.ExpectMsgAsync(new Rejected(News, reason));
        await Parent.ExpectMsgAsync(Passivate.Instance);
    }

    [Fact]
    public async Task Lets_in_as_many_as_the_home_has_room_for_and_refuses_the_youngest()
    {
        await Subscriber();
        var (bob, carol) = (Listener(), Listener());
        Local.Tell(bob.Subscribe(), bob.Ref);
        Local.Tell(carol.Subscribe(), carol.Ref);
        var counts = (await Homes.ExpectMsgAsync<Count>(), await Homes.ExpectMsgAsync<Count>());
        Assert.Equal(3, counts.Item2.Subscribers);
        Local.Tell(new Counted(Id, counts.Item1.Version, Offset: 0, Total: 2));
        Local.Tell(new CountRefused(Id, counts.Item2.Version, Room: 2));

        await bob.Probe.ExpectMsgAsync<Subscribed>();
        await carol.Probe.ExpectMsgAsync(new Rejected(News, RejectReason.ChannelFull));
    }

    [Fact]
    public async Task Attaches_with_fewer_when_the_home_has_not_room_for_all()
    {
        var (alice, bob) = (Listener(), Listener());
        Local.Tell(alice.Subscribe(), alice.Ref);
        Local.Tell(bob.Subscribe(), bob.Ref);
        await Homes.ExpectMsgAsync<Attach>();
        var both = await Homes.ExpectMsgAsync<Attach>();
        Local.Tell(new AttachRefused(both.AttachId, both.Version, RejectReason.ChannelFull, Room: 1));

        await bob.Probe.ExpectMsgAsync(new Rejected(News, RejectReason.ChannelFull));
        Assert.Equal(1, (await Attached()).Subscribers);
        await alice.Probe.ExpectMsgAsync<Subscribed>();
    }

    [Fact]
    public async Task Keeps_its_subscribers_and_tries_later_when_the_home_refuses_a_new_attachment()
    {
        var alice = await Subscriber();
        Local.Tell(new HomeLost(News, Id));
        var again = await Homes.ExpectMsgAsync<Attach>();
        Local.Tell(new AttachRefused(again.AttachId, again.Version, RejectReason.Unavailable, Room: 0));
        await Settled();
        await Homes.ExpectNoMsgAsync(TimeSpan.Zero);

        Pass(Around.Settings.RetryInterval);
        Assert.Equal(again.AttachId, (await Homes.ExpectMsgAsync<Attach>()).AttachId);
        await alice.Probe.ExpectNoMsgAsync(TimeSpan.Zero);
    }
}
