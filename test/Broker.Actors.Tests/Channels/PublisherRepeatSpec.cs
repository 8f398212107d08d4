using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.MemberProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>What a publisher does when its batch has no answer, or more than one.</summary>
public class PublisherRepeatSpec : PublisherStage
{
    [Fact]
    public async Task A_batch_without_an_answer_is_repeated_under_its_number_after_ever_longer_waits()
    {
        Sut.Tell(Publish("a"));
        var first = await Homes.ExpectMsgAsync<PublishBatch>();
        foreach (var wait in (int[])[200, 400, 800])
        {
            await Tick(wait - 50);
            await Homes.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
            await Tick(50);
            Assert.Equal(first with { IsRepeat = true }, await Homes.ExpectMsgAsync<PublishBatch>());
        }
    }

    [Fact]
    public async Task A_batch_is_given_up_after_the_publish_timeout_and_so_is_what_came_as_early()
    {
        Sut.Tell(Publish("a", slot: 1));
        await Homes.ExpectMsgAsync<PublishBatch>();
        Sut.Tell(Publish("b", slot: 2));
        await Tick(2000);
        Sut.Tell(Publish("c", slot: 3));
        await Tick(3000);

        await Homes.FishForMessageAsync<PublishBatch>(batch => ContentsOf(batch) is ["c"]);
        Assert.Equal(
            [(1, RejectReason.Unavailable), (2, RejectReason.Unavailable)],
            Reply.Results.Select(one => ((int)one.Slot, one.Result.Reason!.Value)));
    }

    [Fact]
    public async Task A_late_or_repeated_result_changes_nothing()
    {
        Sut.Tell(Publish("a", slot: 1));
        var batch = await Homes.ExpectMsgAsync<PublishBatch>();
        Sut.Tell(Accepted(batch, firstOffset: 1));
        Sut.Tell(Accepted(batch, firstOffset: 1));
        Arrive(Sent(batch, firstOffset: 1));
        await Local.ExpectMsgAsync<Contents>();

        Assert.Single(Reply.Results);
    }

    [Fact]
    public async Task A_result_that_comes_after_the_deadline_changes_nothing()
    {
        Sut.Tell(Publish("a", slot: 1));
        var batch = await Homes.ExpectMsgAsync<PublishBatch>();
        await Tick(5000);
        Assert.Equal(RejectReason.Unavailable, Assert.Single(Reply.Results).Result.Reason);
        Assert.Equal(0, Budget.Bytes);

        Arrive(Sent(batch, firstOffset: 1));
        await Local.ExpectMsgAsync<Contents>();
        Assert.Single(Reply.Results);
        Assert.Equal(PendingBytesLimit.CostOf(1, 1), Budget.Bytes);
    }

    [Theory]
    [InlineData(false, RejectReason.Busy)]
    [InlineData(true, RejectReason.Unavailable)]
    public async Task A_refusal_without_a_home_says_nothing_of_the_other_copies(
        bool isRepeated, RejectReason reason)
    {
        Sut.Tell(Publish("a"));
        var batch = await Homes.ExpectMsgAsync<PublishBatch>();
        if (isRepeated) Sut.Tell(new HomeLost(News, 10), Local);
        Sut.Tell(batch.RejectAll(RejectReason.Busy, epoch: ""));

        await AwaitAssertAsync(() => Assert.Equal(reason, Assert.Single(Reply.Results).Result.Reason));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_batch_that_a_moving_home_has_not_accepted_is_repeated_at_once(bool isAccepted)
    {
        Sut.Tell(Publish("a"));
        var batch = await Homes.ExpectMsgAsync<PublishBatch>();
        AcceptedBatch[] accepted = [new(batch.Publisher, batch.Number - (isAccepted ? 0 : 1))];
        Sut.Tell(new Leaving(News, 10, "e", Offset: 0, accepted), Local);

        await Local.ExpectMsgAsync<Leaving>();
        if (isAccepted) await Homes.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        else Assert.True((await Homes.ExpectMsgAsync<PublishBatch>()).IsRepeat);
    }

    [Fact]
    public async Task The_home_elsewhere_may_accept_it_whatever_its_epoch_until_a_home_is_lost()
    {
        Sut.Tell(Publish("a"));
        Sut.Tell(Accepted(await Homes.ExpectMsgAsync<PublishBatch>(), firstOffset: 1));
        Sut.Tell(Publish("b"));
        var batch = await Homes.ExpectMsgAsync<PublishBatch>();
        Assert.Equal("e", batch.Epoch);
        Sut.Tell(new Leaving(News, 10, "earlier", Offset: 1, []), Local);
        Assert.Equal("e", (await Homes.ExpectMsgAsync<PublishBatch>()).Epoch);

        Sut.Tell(new Leaving(News, 10, "e", Offset: 1, [new AcceptedBatch(batch.Publisher, 1)]), Local);
        Assert.Null((await Homes.ExpectMsgAsync<PublishBatch>()).Epoch);
        await Tick(800);
        Assert.Null((await Homes.ExpectMsgAsync<PublishBatch>()).Epoch);

        // It may have accepted that.
        Sut.Tell(new HomeLost(News, 10), Local);
        Assert.Equal("e", (await Homes.ExpectMsgAsync<PublishBatch>()).Epoch);
        Sut.Tell(new MemberLost(Node));
        Assert.Equal("e", (await Homes.ExpectMsgAsync<PublishBatch>()).Epoch);
    }

    [Fact]
    public async Task A_batch_whose_home_was_lost_is_repeated_at_once()
    {
        Sut.Tell(Publish("a"));
        await Homes.ExpectMsgAsync<PublishBatch>();
        Sut.Tell(new HomeLost(News, 10), Local);

        await Local.ExpectMsgAsync<HomeLost>();
        Assert.True((await Homes.ExpectMsgAsync<PublishBatch>()).IsRepeat);
    }

    // The timer of the publisher has to run in steps: each of its ticks looks at the time.
    private async Task Tick(int milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed += 50)
        {
            Pass(TimeSpan.FromMilliseconds(50));
            await Sut.Ask<ActorIdentity>(new Identify(null));
        }
    }
}
