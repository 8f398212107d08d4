using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class ChannelActorSpec : HomeStage
{
    private readonly TestProbe _parent, _alice;
    private readonly IActorRef _home;

    public ChannelActorSpec()
        : base("kinds.logs { pattern = \"logs*\", history-size-max = 3 }")
    {
        (_parent, _alice) = (CreateTestProbe(), CreateTestProbe("alice"));
        _home = Start("news");
    }

    [Fact]
    public async Task Sends_a_batch_at_once_while_a_single_node_publishes()
    {
        await Attach(_alice, 10);
        _home.Tell(From(_alice, HomeOfNews.AlicesFirst, 1, "a", "b"));

        var batch = await _alice.ExpectMsgAsync<Batch>();
        Assert.Equal(["a", "b"], batch.Contents.Select(content => content.Text()));
        Assert.Equal(2, Assert.Single(batch.Results).Of(1).Offset);
    }

    [Fact]
    public async Task Gathers_what_several_nodes_publish_together()
    {
        await Attach(_alice, 10);
        await Publish(Node, HomeOfNews.Bobs, 1, "a");
        await _alice.ExpectMsgAsync<Batch>();
        await Publish(_alice, HomeOfNews.AlicesFirst, 1, "b");

        Time.HoldWhile(() =>
        {
            _home.Tell(From(Node, HomeOfNews.Bobs, 2, "c"));
            _home.Tell(From(_alice, HomeOfNews.AlicesFirst, 2, "d"));
            _home.Tell(new Count(News, _alice, 10, Version: 2, Subscribers: 1));
        });
        var batch = await _alice.ExpectMsgAsync<Batch>();
        Assert.Equal(["c", "d"], batch.Contents.Select(content => content.Text()));
        await _alice.ExpectMsgAsync(new Counted(10, Version: 2, Offset: 4, Total: 1));
    }

    [Fact]
    public async Task Answers_busy_to_another_node_when_this_one_has_too_much_under_way()
    {
        Budget.Enter(1 << 20);
        await Publish(Node, HomeOfNews.Bobs, 1, "a");
        _home.Tell(From(_alice, HomeOfNews.AlicesFirst, 1, "b"));

        Assert.Equal(RejectReason.Busy, (await _alice.ExpectMsgAsync<PublishResults>()).Of(0).Reason);
    }

    [Fact]
    public async Task Passivates_when_the_last_node_leaves_a_channel_to_which_no_one_has_published()
    {
        await Attach(_alice, 10);
        _home.Tell(new Detach(News, 10));

        await _parent.ExpectMsgAsync(Passivate.Instance);
        await Stopped();
        await _alice.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Stays_for_a_while_after_a_publication_so_that_a_repeat_finds_it()
    {
        await Publish(Node, HomeOfNews.Bobs, 1, "a");
        Pass(TimeSpan.FromSeconds(9));
        await Publish(Node, HomeOfNews.Bobs, 2, "b");
        Pass(TimeSpan.FromSeconds(9));
        await Publish(Node, HomeOfNews.Bobs, 2, "b");

        Pass(TimeSpan.FromSeconds(10));
        await _parent.ExpectMsgAsync(Passivate.Instance);
    }

    [Fact]
    public async Task Stays_while_it_remembers_something_and_passivates_when_that_has_expired()
    {
        var logs = Start("logs");
        logs.Tell(From(Node, HomeOfNews.Bobs, 1, "a") with { Channel = Names.Channel("logs") });
        await Node.ExpectMsgAsync<PublishResults>();
        Pass(TimeSpan.FromMinutes(4));
        logs.Tell(new ReadHistory(Names.Channel("logs"), Node, 7, new StreamPosition(0, null)));
        Assert.Single((await Node.ExpectMsgAsync<HistoryPage>()).Contents);

        Pass(TimeSpan.FromMinutes(1));
        await _parent.ExpectMsgAsync(Passivate.Instance);
    }

    [Fact]
    public async Task An_attach_that_meets_passivation_goes_back_to_the_parent()
    {
        await Attach(_alice, 10);
        _home.Tell(new Detach(News, 10));
        await _parent.ExpectMsgAsync(Passivate.Instance);

        var attach = new Attach(News, _alice, 11, Version: 1, Subscribers: 1);
        _home.Tell(attach);
        await _parent.ExpectMsgAsync(attach);
        await Stopped();
    }

    [Fact]
    public async Task Tells_the_attached_nodes_when_it_fails()
    {
        await Attach(_alice, 10);
        _home.Tell(Kill.Instance);

        await _alice.ExpectMsgAsync(new HomeLost(News, 10));
    }

    [Fact]
    public async Task Tells_nodes_and_publishers_how_far_it_was_when_it_moves()
    {
        await Attach(_alice, 10);
        await Publish(Node, HomeOfNews.Bobs, 5, "a");
        await _alice.ExpectMsgAsync<Batch>();
        _home.Tell(StopEntity.Instance);

        var toAlice = await _alice.ExpectMsgAsync<Leaving>();
        Assert.Equal((10, 1), (toAlice.AttachId, toAlice.Offset));
        Assert.Empty(toAlice.Accepted);
        var toBob = await Node.ExpectMsgAsync<Leaving>();
        Assert.Equal(0, toBob.AttachId);
        Assert.Equal(new AcceptedBatch(HomeOfNews.Bobs, 5), Assert.Single(toBob.Accepted));
        await ExpectTerminatedAsync(_home);
    }

    [Fact]
    public async Task Asks_for_a_confirmation_that_does_not_come()
    {
        await Attach(_alice, 10);
        await Publish(Node, HomeOfNews.Bobs, 1, "a");
        await _alice.ExpectMsgAsync<Batch>();
        Pass(TimeSpan.FromSeconds(1));
        await _alice.ExpectMsgAsync(new Head(10, Offset: 1));

        _home.Tell(new Have(News, 10, Offset: 0));
        await _alice.ExpectMsgAsync<Batch>();
        _home.Tell(new Confirmed(News, 10, Offset: 1));
        await Publish(Node, HomeOfNews.Bobs, 2, "b");
        await _alice.ExpectMsgAsync<Batch>();
        Pass(TimeSpan.FromMilliseconds(999));
        await _alice.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Reads_its_history_in_pages_of_a_bounded_size()
    {
        var logs = Start("logs-paged");
        var name = Names.Channel("logs-paged");
        string[] contents = [new('a', 80_000), new('b', 40_000), new('c', 20_000)];
        logs.Tell(From(Node, HomeOfNews.Bobs, 1, contents) with { Channel = name });
        var epoch = (await Node.ExpectMsgAsync<PublishResults>()).Epoch;

        logs.Tell(new ReadHistory(name, Node, 7, new StreamPosition(0, null)));
        var first = await Node.ExpectMsgAsync<HistoryPage>();
        Assert.Equal((2, 3, true), (first.Contents.Length, first.Offset, first.Continuous));
        Assert.False(first.IsLast);
        logs.Tell(new ReadHistory(name, Node, 7, new StreamPosition(2, epoch)));
        var last = await Node.ExpectMsgAsync<HistoryPage>();
        Assert.Equal((1, true, true), (last.Contents.Length, last.IsLast, last.Continuous));
    }

    [Theory]
    [InlineData(4, true, 0)]
    [InlineData(1, true, 3)]
    [InlineData(0, true, 3)]
    [InlineData(5, false, 3)]
    public async Task Proves_continuity_only_for_a_point_that_it_knows(
        long since, bool continuous, int contents)
    {
        var logs = Start("logs");
        logs.Tell(
            From(Node, HomeOfNews.Bobs, 1, "a", "b", "c", "d") with { Channel = Names.Channel("logs") });
        await Node.ExpectMsgAsync<PublishResults>();
        logs.Tell(new ReadHistory(Names.Channel("logs"), Node, 7, new StreamPosition(since, null)));

        var page = await Node.ExpectMsgAsync<HistoryPage>();
        Assert.Equal((continuous, contents), (page.Continuous, page.Contents.Length));
    }

    private static PublishBatch From(
        IActorRef node, Incarnation publisher, long number, params string[] contents) =>
        HomeOfNews.Batch(node, publisher, number, contents);

    private IActorRef Start(string name) =>
        Watch(_parent.ChildActorOf(ChannelActor.PropsFor(Around), name));

    private async Task Attach(TestProbe node, long id)
    {
        _home.Tell(new Attach(News, node, id, Version: 1, Subscribers: 1));
        await node.ExpectMsgAsync<Attached>();
    }

    private async Task Publish(TestProbe node, Incarnation publisher, long number, params string[] contents)
    {
        _home.Tell(From(node, publisher, number, contents));
        await node.FishForMessageAsync(
            message => message is PublishResults or Batch { Results.Length: > 0 });
    }

    private async Task Stopped()
    {
        _home.Tell(StopEntity.Instance);
        await ExpectTerminatedAsync(_home);
    }
}
