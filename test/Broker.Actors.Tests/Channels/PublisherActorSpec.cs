using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class PublisherActorSpec : PublisherStage
{
    [Fact]
    public async Task Sends_one_batch_of_a_channel_and_collects_the_next_until_it_is_answered()
    {
        Sut.Tell(Publish("a", slot: 1));
        var first = await Homes.ExpectMsgAsync<PublishBatch>();
        Sut.Tell(Publish("b", slot: 2));
        Sut.Tell(Publish("c", slot: 3));
        await Homes.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        Sut.Tell(Accepted(first, firstOffset: 7));
        var second = await Homes.ExpectMsgAsync<PublishBatch>();

        Assert.Equal((News, Node.Ref, false), (first.Channel, first.Node, first.IsRepeat));
        Assert.Equal(["a"], ContentsOf(first));
        Assert.Equal(["b", "c"], ContentsOf(second));
        Assert.True(second.Number > first.Number);
        Assert.Equal((null, "e"), (first.Epoch, second.Epoch));
        Assert.Equal((1, PublishResult.Accepted(7, "e", 1, Durability.Memory)), Assert.Single(Reply.Results));
    }

    [Fact]
    public async Task Channels_do_not_wait_for_each_other()
    {
        Sut.Tell(Publish("a"));
        Sut.Tell(Publish("b", channel: "other"));

        Assert.Equal("news", (await Homes.ExpectMsgAsync<PublishBatch>()).Channel.Value);
        Assert.Equal("other", (await Homes.ExpectMsgAsync<PublishBatch>()).Channel.Value);
    }

    [Fact]
    public async Task Room_is_held_until_the_local_channel_gives_it_back()
    {
        Sut.Tell(Publish("own"));
        var batch = await Homes.ExpectMsgAsync<PublishBatch>();
        var held = Budget.Bytes;
        Arrive(Sent(batch, firstOffset: 1));
        await Local.ExpectMsgAsync<Contents>();
        Assert.Equal(held, Budget.Bytes);

        Arrive(new Batch(News, 10, "e", 2, Of("another node's"), []));
        var foreign = await Local.ExpectMsgAsync<Contents>();
        Room.Leave(foreign.OwedBytes, foreign.OwedPublications);
        Assert.Equal(held, Budget.Bytes);
    }

    [Fact]
    public async Task Room_is_given_back_with_the_results_where_no_one_subscribes()
    {
        Sut.Tell(Publish("a"));
        Sut.Tell(Accepted(await Homes.ExpectMsgAsync<PublishBatch>(), firstOffset: 1), ActorRefs.Nobody);
        Sut.Tell(Publish("b"));
        Sut.Tell(new Arrived(Sent(await Homes.ExpectMsgAsync<PublishBatch>(), firstOffset: 2), Room: null));

        await AwaitAssertAsync(() => Assert.Equal(2, Reply.Results.Count));
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task Contents_for_a_local_channel_that_has_ended_take_no_room()
    {
        Room.Close();
        Sut.Tell(Publish("a"));
        Arrive(Sent(await Homes.ExpectMsgAsync<PublishBatch>(), firstOffset: 1));

        await AwaitAssertAsync(() => Assert.Single(Reply.Results));
        Assert.Equal(0, Budget.Bytes);
        await Local.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_this_node_knows_of_its_own_publications_goes_along()
    {
        var except = CreateTestProbe();
        Sut.Tell(Publish("a"));
        Arrive(Sent(await Homes.ExpectMsgAsync<PublishBatch>(), firstOffset: 1));
        await Local.ExpectMsgAsync<Contents>();
        Sut.Tell(Publish("b") with { Except = except });
        Arrive(Sent(await Homes.ExpectMsgAsync<PublishBatch>(), firstOffset: 2));

        var own = (await Local.ExpectMsgAsync<Contents>()).Own!;
        Assert.Equal((2L, except.Ref), Assert.Single(own.Exceptions!));
        Assert.Equal(Time.GetTimestamp(), own.AcceptedAt);
    }

    [Fact]
    public async Task A_publisher_that_fails_answers_all_that_waits_and_signs_anew_when_it_is_back()
    {
        Sut.Tell(Publish("a", slot: 1));
        var batch = await Homes.ExpectMsgAsync<PublishBatch>();
        Sut.Tell(Publish("b", slot: 2));
        // Contents that are not there make it fail.
        Arrive(new Batch(News, 10, "e", 1, null!, []));
        await AwaitAssertAsync(() => Assert.Equal(2, Reply.Results.Count));
        Assert.All(Reply.Results, one => Assert.Equal(RejectReason.Unavailable, one.Result.Reason));

        Sut.Tell(Accepted(batch, firstOffset: 1));
        Sut.Tell(Publish("c", slot: 3));
        var next = await Homes.ExpectMsgAsync<PublishBatch>();
        Assert.Equal((batch.Publisher.Node, 2), (next.Publisher.Node, Reply.Results.Count));
        Assert.NotEqual(batch.Publisher, next.Publisher);
    }
}
