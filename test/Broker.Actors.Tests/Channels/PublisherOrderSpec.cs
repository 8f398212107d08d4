using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>When a publisher's results and the contents come, one before the other.</summary>
public class PublisherOrderSpec : PublisherStage
{
    [Fact]
    public async Task Results_are_handed_over_before_the_contents_and_together()
    {
        Sut.Tell(Publish("a", slot: 1));
        var first = await Homes.ExpectMsgAsync<PublishBatch>();
        Sut.Tell(Publish("b", slot: 2));
        Sut.Tell(Publish("c", slot: 3));
        Arrive(Sent(first, firstOffset: 1));
        var contents = await Local.ExpectMsgAsync<Contents>();
        Assert.Equal([1], Reply.Results.Select(one => one.Slot));
        Assert.Equal((1, 1), (contents.OwedBytes, contents.OwedPublications));

        Arrive(Sent(await Homes.ExpectMsgAsync<PublishBatch>(), firstOffset: 2));
        await Local.ExpectMsgAsync<Contents>();
        Assert.Equal([1, 2, 3], Reply.Results.Select(one => one.Slot));
        Assert.Equal(2, Reply.Flushes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reply_that_may_follow_the_contents_is_given_after_them(bool mayFollow)
    {
        var publish = Publish("a") with { Reply = new ToldReply(Local, mayFollow) };
        Sut.Tell(publish);
        Arrive(Sent(await Homes.ExpectMsgAsync<PublishBatch>(), firstOffset: 1));

        var first = await Local.ExpectMsgAsync<object>();
        var second = await Local.ExpectMsgAsync<object>();
        Assert.Equal((mayFollow, !mayFollow), (first is Contents, second is Contents));
    }

    [Fact]
    public async Task Messages_for_a_local_channel_keep_the_order_of_their_home()
    {
        Sut.Tell(new Attached(News, 10, 1, Node, "e", Offset: 0, Total: 1), Local);
        Arrive(new Batch(News, 10, "e", 1, Of("a"), []));
        Sut.Tell(new Counted(10, 2, Offset: 1, Total: 1), Local);

        await Local.ExpectMsgAsync<Attached>();
        await Local.ExpectMsgAsync<Contents>();
        await Local.ExpectMsgAsync<Counted>();
    }

    /// <summary>Tells an actor when it is given.</summary>
    private sealed class ToldReply(IActorRef to, bool mayFollow) : IPublishReply
    {
        public bool MayFollowContents => mayFollow;

        public bool Complete(PublishResult result) => true;

        public void Flush() => to.Tell("given");
    }
}
