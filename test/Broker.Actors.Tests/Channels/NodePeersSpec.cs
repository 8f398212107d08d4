using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.MemberProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class NodePeersSpec : HomeStage
{
    private static readonly ChannelName Other = Names.Channel("other");

    private readonly TestProbe _alice, _bob, _local;
    private readonly LocalRoom _room;
    private readonly IActorRef _node;

    public NodePeersSpec()
    {
        (_alice, _bob, _local) = (CreateTestProbe("alice"), CreateTestProbe("bob"), CreateTestProbe());
        _room = new LocalRoom(_local, Budget);
        _node = Sys.ActorOf(NodeActor.PropsFor(Around));
        Around.Nodes.Node = _node;
        _node.Tell(new MemberMet(_alice));
    }

    [Fact]
    public async Task Asks_all_nodes_at_once_for_the_homes_that_start_together()
    {
        _node.Tell(new MemberMet(_bob));
        foreach (var channel in (ChannelName[])[News, Other]) _node.Tell(new CallRoll(channel), TestActor);
        await Settled();
        Pass(TimeSpan.FromMilliseconds(5));

        foreach (var peer in (TestProbe[])[_alice, _bob])
            Assert.Equal([News, Other], (await peer.ExpectMsgAsync<WhoHas>()).Channels);
        foreach (var _ in (ChannelName[])[News, Other]) await ExpectMsgAsync(new NotHere(_node));
        _node.Tell(new None(_bob, [Other]));
        await ExpectMsgAsync(new NotHere(_bob));
        await ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Asks_one_that_it_meets_later_for_the_homes_that_have_just_started()
    {
        _node.Tell(new CallRoll(News), TestActor);
        await Settled();
        Pass(TimeSpan.FromMilliseconds(5));
        await _alice.ExpectMsgAsync<WhoHas>();
        _node.Tell(new CallRoll(Other), TestActor);
        _node.Tell(new MemberMet(_bob));
        Assert.Equal([News], (await _bob.ExpectMsgAsync<WhoHas>()).Channels);

        Pass(TimeSpan.FromMilliseconds(5));
        Assert.Equal([Other], (await _bob.ExpectMsgAsync<WhoHas>()).Channels);
        Pass(Around.Settings.SubscribeTimeout);
        var carol = CreateTestProbe();
        _node.Tell(new MemberMet(carol));
        await Settled();
        Assert.IsNotType<WhoHas>(await carol.ReceiveOneAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Lets_a_local_channel_ask_again_whose_home_starts_and_names_the_other_channels()
    {
        _node.Tell(new RegisterAttachment(News, 10, _room));
        _node.Tell(new WhoHas(_alice, [News, Other]));

        await _local.ExpectMsgAsync(RollCalled.Instance);
        Assert.Equal([Other], (await _alice.ExpectMsgAsync<None>()).Channels);
    }

    [Fact]
    public async Task Knows_the_newest_attachment_of_a_channel()
    {
        _node.Tell(new WhoHas(_alice, []));
        await _alice.ExpectMsgAsync<None>();
        _node.Tell(new RegisterAttachment(News, 10, _room));
        _node.Tell(new RegisterAttachment(News, 11, _room));
        _node.Tell(new UnregisterAttachment(10), _local);
        _node.Tell(new WhoHas(_alice, [News]));
        await _local.ExpectMsgAsync(RollCalled.Instance);
        Assert.Empty((await _alice.ExpectMsgAsync<None>()).Channels);

        _node.Tell(new UnregisterAttachment(11), _local);
        _node.Tell(new WhoHas(_alice, [News]));
        Assert.Equal([News], (await _alice.ExpectMsgAsync<None>()).Channels);
    }

    [Fact]
    public async Task Names_its_attachments_to_the_nodes_of_their_homes_every_five_seconds()
    {
        _node.Tell(new MemberMet(_bob));
        AttachTo(_alice, News, 10);
        AttachTo(_alice, Other, 11);
        AttachTo(_node, Names.Channel("own"), 12);
        await Settled();
        Pass(TimeSpan.FromSeconds(5));

        var toAlice = await _alice.ExpectMsgAsync<Renew>();
        Assert.Equal([new Renewal(News, 10), new Renewal(Other, 11)], toAlice.Attachments);
        Assert.Equal((_node, 1L, 0, true), (toAlice.Node, toAlice.Round, toAlice.Page, toAlice.IsLast));
        Assert.Empty((await _bob.ExpectMsgAsync<Renew>()).Attachments);

        _node.Tell(new UnregisterAttachment(10), _local);
        await Settled();
        Pass(TimeSpan.FromSeconds(5));
        toAlice = await _alice.ExpectMsgAsync<Renew>();
        Assert.Equal((2L, new Renewal(Other, 11)), (toAlice.Round, Assert.Single(toAlice.Attachments)));
    }

    [Fact]
    public async Task Names_many_attachments_page_by_page()
    {
        for (var id = 1; id <= 401; id++) AttachTo(_alice, Names.Channel($"c{id}"), id);
        await Settled();
        Pass(TimeSpan.FromSeconds(5));

        foreach (var (page, count) in ((int, int)[])[(0, 200), (1, 200), (2, 1)])
        {
            var renew = await _alice.ExpectMsgAsync<Renew>();
            Assert.Equal((page, count, page == 2), (renew.Page, renew.Attachments.Length, renew.IsLast));
        }
    }

    [Fact]
    public async Task Tells_a_node_of_attachments_that_no_home_here_has()
    {
        _node.Tell(new Serving(_alice, News, 10));
        _node.Tell(new Renew(_alice, 1, Page: 0, IsLast: true, [new(News, 10), new(Other, 11)]));

        await _alice.ExpectMsgAsync(new AttachAgain(11));
        await Settled();
        Assert.False(_alice.HasMessages);
    }

    [Fact]
    public async Task Ends_an_attachment_that_two_complete_rounds_do_not_name()
    {
        _node.Tell(new Serving(_alice, News, 10));
        _node.Tell(new Serving(_alice, Other, 11));
        _node.Tell(new Renew(_alice, 1, Page: 0, IsLast: true, [new(News, 10)]));
        // Its first page is lost.
        _node.Tell(new Renew(_alice, 2, Page: 1, IsLast: true, []));
        await Settled();
        Assert.False(Homes.HasMessages);

        _node.Tell(new Renew(_alice, 3, Page: 0, IsLast: true, [new(News, 10)]));
        await Homes.ExpectMsgAsync(new Detach(Other, 11));
        _node.Tell(new Renew(_alice, 4, Page: 0, IsLast: true, []));
        _node.Tell(new Renew(_alice, 5, Page: 0, IsLast: true, [new(News, 10)]));
        _node.Tell(new Renew(_alice, 6, Page: 0, IsLast: true, []));
        await Settled();
        Assert.False(Homes.HasMessages);
    }

    [Fact]
    public async Task A_node_that_is_gone_is_detached_and_what_was_attached_to_it_attaches_anew()
    {
        _node.Tell(new Serving(_alice, Other, 20));
        AttachTo(_alice, News, 10);
        await Publisher.ExpectMsgAsync<Attached>();
        _node.Tell(new CallRoll(Names.Channel("starting")), TestActor);
        _node.Tell(new MemberLost(_alice));

        await Homes.ExpectMsgAsync(new Detach(Other, 20));
        await ExpectMsgAsync(new NotHere(_alice));
        await Publisher.ExpectMsgAsync(new MemberLost(_alice));
        await Publisher.ExpectMsgAsync(new HomeLost(News, 10));
        Assert.Equal(_local.Ref, Publisher.Sender);
        Assert.Empty(Around.Nodes.Peers);
    }

    [Fact]
    public async Task Many_attachments_to_a_node_that_is_gone_attach_anew_one_after_the_other()
    {
        for (var id = 1; id <= 250; id++) AttachTo(_alice, Names.Channel($"c{id}"), id);
        await Publisher.ReceiveNAsync(250).ToListAsync();
        _node.Tell(new MemberLost(_alice));
        await Publisher.ExpectMsgAsync<MemberLost>();

        foreach (var count in (int[])[100, 100, 50])
        {
            await Publisher.ReceiveNAsync(count).ToListAsync();
            await Settled();
            Assert.False(Publisher.HasMessages);
            Pass(TimeSpan.FromMilliseconds(50));
        }
    }

    private void AttachTo(IActorRef homeNode, ChannelName channel, long id)
    {
        _node.Tell(new RegisterAttachment(channel, id, _room));
        _node.Tell(new Attached(channel, id, Version: 1, homeNode, "e", Offset: 0, Total: 1));
    }

    private Task<ActorIdentity> Settled() => _node.Ask<ActorIdentity>(new Identify(null));
}
