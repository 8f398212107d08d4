using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class NodeActorSpec : HomeStage
{
    private static readonly ChannelName Inbox = ChannelName.Private("user", "alice");

    private readonly TestProbe _local;
    private readonly LocalRoom _room;
    private readonly IActorRef _node;

    public NodeActorSpec()
    {
        _local = CreateTestProbe();
        _room = new LocalRoom(_local, Budget);
        _node = Sys.ActorOf(NodeActor.PropsFor(Around));
        _node.Tell(new RegisterAttachment(News, 10, _room));
    }

    [Fact]
    public async Task Gives_the_publisher_all_that_a_home_sends_and_says_for_which_local_channel()
    {
        var batch = new Batch(News, 10, "e", 1, Of("a"), []);
        _node.Tell(batch);
        await Publisher.ExpectMsgAsync(new Arrived(batch, _room));
        foreach (var message in (object[])[new Counted(10, 2, 1, 1), new HomeLost(News, 10)])
        {
            _node.Tell(message);
            await Publisher.ExpectMsgAsync(message);
            Assert.Equal(_local.Ref, Publisher.Sender);
        }
    }

    [Fact]
    public async Task One_that_fails_lets_the_local_channels_attach_anew_and_refuses_who_reads()
    {
        _node.Tell(new ReadChannel(Inbox, new StreamPosition(0, null)), TestActor);
        await Homes.ExpectMsgAsync<ReadHistory>();
        // Attachments that are not there make it fail.
        _node.Tell(new Confirm(null!));

        await _local.ExpectMsgAsync(new AttachAgain(10));
        Assert.Equal(RejectReason.Unavailable, (await ExpectMsgAsync<Rejected>()).Reason);
        _node.Tell(new RegisterAttachment(News, 11, _room));
        var batch = new Batch(News, 11, "e", 1, Of("a"), []);
        _node.Tell(batch);
        await Publisher.ExpectMsgAsync(new Arrived(batch, _room));
    }

    [Fact]
    public async Task Hands_results_to_the_publisher_whatever_the_attachment_and_ends_one_that_is_not_known()
    {
        _node.Tell(new UnregisterAttachment(10), _local);
        var batch = new Batch(News, 10, "e", 1, Of("a"), []);
        _node.Tell(batch);

        await Publisher.ExpectMsgAsync(new Arrived(batch, Room: null));
        await Homes.ExpectMsgAsync(new Detach(News, 10));
    }

    [Fact]
    public async Task Ends_an_attachment_that_is_answered_after_its_local_channel_has_gone()
    {
        _node.Tell(new Attached(News, 11, 1, _node, "e", Offset: 0, Total: 1));

        await Homes.ExpectMsgAsync(new Detach(News, 11));
    }

    [Fact]
    public async Task Gives_results_without_contents_to_the_publisher()
    {
        var results = new PublishResults(
            News, HomeOfNews.Bobs, 1, "e", FirstOffset: 1, Durability.Memory, Receivers: 0, Results: null);
        _node.Tell(results);

        await Publisher.ExpectMsgAsync(results);
    }

    [Fact]
    public async Task Reads_a_channel_page_by_page_for_someone_who_does_not_subscribe()
    {
        _node.Tell(new ReadChannel(News, new StreamPosition(0, null)), TestActor);
        var first = await Homes.ExpectMsgAsync<ReadHistory>();
        _node.Tell(Page(first, At(1, "a")));
        var second = await Homes.ExpectMsgAsync<ReadHistory>();
        Assert.Equal(new StreamPosition(1, "epoch"), second.Since);
        _node.Tell(Page(second, At(2, "b")));

        var read = await ExpectMsgAsync<HistoryRead>();
        Assert.Equal((2, "e", true), (read.Offset, read.Epoch, read.Continuous));
        Assert.Equal([1, 2], read.Publications.Select(publication => publication.Offset));
    }

    [Fact]
    public async Task A_read_is_repeated_and_refused_when_no_page_comes_in_time()
    {
        _node.Tell(new ReadChannel(News, new StreamPosition(0, null)), TestActor);
        var first = await Homes.ExpectMsgAsync<ReadHistory>();
        Pass(Around.Settings.RetryInterval);
        await Homes.ExpectMsgAsync(first);

        Pass(Around.Settings.PublishTimeout);
        await ExpectMsgAsync(new Rejected(News, RejectReason.Unavailable));
    }

    [Fact]
    public async Task A_read_that_the_home_refuses_is_refused()
    {
        _node.Tell(new ReadChannel(News, new StreamPosition(0, null)), TestActor);
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        _node.Tell(new HistoryRefused(read.ReaderId, RejectReason.Busy));

        await ExpectMsgAsync(new Rejected(News, RejectReason.Busy));
    }

    [Fact]
    public async Task Confirms_to_another_node_once_for_many_batches()
    {
        var peer = CreateTestProbe();
        _node.Tell(new HandedOver(peer, new Confirmed(News, 10, Offset: 1), Bytes: 1));
        _node.Tell(new HandedOver(peer, new Confirmed(News, 10, Offset: 2), Bytes: 1));
        _node.Tell(new HandedOver(peer, new Confirmed(Inbox, 11, Offset: 7), Bytes: 1));
        await Settled();
        await peer.ExpectNoMsgAsync(TimeSpan.Zero);

        Pass(TimeSpan.FromMilliseconds(50));
        Confirmed[] expected = [new(News, 10, Offset: 2), new(Inbox, 11, Offset: 7)];
        Assert.Equal(expected, (await peer.ExpectMsgAsync<Confirm>()).Attachments);
    }

    [Fact]
    public async Task Confirms_at_once_when_there_is_much_to_confirm()
    {
        var peer = CreateTestProbe();
        _node.Tell(new HandedOver(peer, new Confirmed(News, 10, Offset: 1), Bytes: 256 << 10));

        await peer.ExpectMsgAsync<Confirm>();
    }

    [Fact]
    public async Task Gives_the_homes_what_another_node_confirms()
    {
        _node.Tell(new Confirm([new Confirmed(News, 20, Offset: 3)]));

        await Homes.ExpectMsgAsync(new Confirmed(News, 20, Offset: 3));
    }

    private static HistoryPage Page(ReadHistory read, Publication content) =>
        new(News, read.ReaderId, read.Since, "e", Offset: 2, Continuous: true, [content]);

    private Task<ActorIdentity> Settled() => _node.Ask<ActorIdentity>(new Identify(null));
}
