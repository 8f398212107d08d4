using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class RollCallSpec : HomeStage
{
    private readonly TestProbe _parent, _alice, _bob, _carol;

    public RollCallSpec()
    {
        (_parent, _alice, _bob) = (CreateTestProbe(), CreateTestProbe("alice"), CreateTestProbe("bob"));
        _carol = CreateTestProbe("carol");
        Around.Nodes.Peers = [_alice, _bob];
    }

    [Fact]
    public async Task What_is_published_goes_out_when_all_nodes_have_attached_or_have_no_one()
    {
        var home = await StartAsync();
        home.Tell(HomeOfNews.Batch(_bob, HomeOfNews.Bobs, 1, "a"));
        home.Tell(new Attach(News, _alice, 10, Version: 1, Subscribers: 1));
        await _alice.ExpectMsgAsync<Attached>();
        await SettledAsync(home);
        Assert.False(_alice.HasMessages || _bob.HasMessages);

        home.Tell(new NotHere(_bob));
        await SettledAsync(home);
        Assert.False(_alice.HasMessages || _bob.HasMessages);

        // The home may have moved here, away from those of its own node.
        home.Tell(new NotHere(Node));
        Assert.Equal("a", Assert.Single((await _alice.ExpectMsgAsync<Batch>()).Contents).Text());
        Assert.Equal(1, (await _bob.ExpectMsgAsync<PublishResults>()).Receivers);
    }

    [Fact]
    public async Task What_is_published_goes_out_after_half_a_second_in_any_case()
    {
        var home = await StartAsync();
        home.Tell(HomeOfNews.Batch(_bob, HomeOfNews.Bobs, 1, "a"));
        await SettledAsync(home);
        Pass(TimeSpan.FromMilliseconds(499));
        await SettledAsync(home);
        Assert.False(_bob.HasMessages);

        Pass(TimeSpan.FromMilliseconds(1));
        await _bob.ExpectMsgAsync<PublishResults>();
    }

    [Fact]
    public async Task A_batch_that_comes_again_meanwhile_goes_out_once()
    {
        var home = await StartAsync();
        var batch = HomeOfNews.Batch(_bob, HomeOfNews.Bobs, 1, "a");
        home.Tell(batch);
        home.Tell(batch with { IsRepeat = true });
        home.Tell(new NotHere(_alice));
        home.Tell(new NotHere(Node));
        home.Tell(new Attach(News, _bob, 20, Version: 1, Subscribers: 1));

        await _bob.ExpectMsgAsync<Attached>();
        Assert.Single((await _bob.ExpectMsgAsync<Batch>()).Results);
        await _bob.ExpectMsgAsync<PublishResults>();
        await SettledAsync(home);
        Assert.False(_bob.HasMessages);
    }

    [Fact]
    public async Task One_that_moves_meanwhile_says_that_it_has_not_accepted_what_was_published()
    {
        var home = await StartAsync();
        home.Tell(HomeOfNews.Batch(_bob, HomeOfNews.Bobs, 1, "a"));
        home.Tell(StopEntity.Instance);

        Assert.Empty((await _bob.ExpectMsgAsync<Leaving>()).Accepted);
        await ExpectTerminatedAsync(home);
        Assert.False(_bob.HasMessages);
    }

    [Fact]
    public async Task It_stays_until_it_has_heard_of_all()
    {
        var home = await StartAsync();
        home.Tell(new Detach(News, 10));
        await SettledAsync(home);
        Assert.False(_parent.HasMessages);

        Pass(TimeSpan.FromMilliseconds(500));
        await _parent.ExpectMsgAsync(Passivate.Instance);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_waits_for_the_whole_time_while_its_node_has_not_met_all_others(bool hasPeers)
    {
        if (!hasPeers) Around.Nodes.Peers = [];
        Around.Nodes.Unmet = 1;
        var home = await StartAsync();
        home.Tell(HomeOfNews.Batch(_bob, HomeOfNews.Bobs, 1, "a"));
        foreach (var node in (IActorRef[])[_bob, _alice, Node]) home.Tell(new NotHere(node));
        await SettledAsync(home);
        Assert.False(_bob.HasMessages);

        // The node meets it, and asks it.
        home.Tell(new Attach(News, _carol, 30, Version: 1, Subscribers: 1));
        await _carol.ExpectMsgAsync<Attached>();
        Pass(TimeSpan.FromMilliseconds(500));
        Assert.Equal("a", Assert.Single((await _carol.ExpectMsgAsync<Batch>()).Contents).Text());
    }

    private async Task<IActorRef> StartAsync()
    {
        var home = Watch(_parent.ChildActorOf(ChannelActor.PropsFor(Around), "news"));
        await Node.ExpectMsgAsync(new CallRoll(News));
        return home;
    }

    private static Task<ActorIdentity> SettledAsync(IActorRef home) =>
        home.Ask<ActorIdentity>(new Identify(null));
}
