using Broker.Actors.Persistence;
using Broker.Actors.Tests.Persistence;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Tests.Channels.HomeOfNews;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class StoredChannelActorSpec : StoredStage
{
    public StoredChannelActorSpec()
        : base("held-max = 4")
    {
    }

    [Fact]
    public async Task Sends_results_and_contents_together_when_they_are_stored_and_not_before()
    {
        await StartWithAlice();
        Journal.Hold();
        Home.Tell(Batch(Alice, 1, "a", "b"));
        await WriteHeld();
        await Settled();
        Assert.False(Alice.HasMessages);

        Journal.StoreOne();
        var batch = await Alice.ExpectMsgAsync<Batch>();
        Assert.Equal(["a", "b"], batch.Contents.Select(content => content.Text()));
        Assert.Equal(
            (2L, Durability.File), (batch.Results[0].Of(1).Offset, Assert.Single(batch.Results).Level));
    }

    [Fact]
    public async Task Stores_in_one_piece_what_comes_while_another_is_being_stored()
    {
        await StartWithAlice();
        Journal.Hold();
        Home.Tell(Batch(Alice, 1, "a"));
        Home.Tell(HomeOfNews.Batch(Node, Bobs, 1, "b"));
        Home.Tell(HomeOfNews.Batch(Node, AlicesSecond, 1, "c"));
        await WriteHeld();
        await Settled();
        Journal.Release();

        Assert.Equal("a", Assert.Single((await Alice.ExpectMsgAsync<Batch>()).Contents).Text());
        Assert.Equal(2, (await Alice.ExpectMsgAsync<Batch>()).Contents.Length);
        Assert.Single((await Writes.ExpectMsgAsync<JournalScript.Writing>()).Events);
        Assert.False(Writes.HasMessages);
    }

    [Fact]
    public async Task A_batch_that_comes_again_while_its_first_copy_is_being_stored_is_stored_once()
    {
        await StartWithAlice();
        Journal.Hold();
        Home.Tell(Batch(Alice, 1, "a"));
        Home.Tell(Batch(Alice, 1, "a") with { IsRepeat = true });
        await WriteHeld();
        await Settled();
        Journal.Release();
        Home.Tell(Batch(Alice, 2, "b"));

        Assert.Equal("a", Assert.Single((await Alice.ExpectMsgAsync<Batch>()).Contents).Text());
        var next = await Alice.ExpectMsgAsync<Batch>();
        Assert.Equal((2L, 2L), (next.FirstOffset, Assert.Single(next.Results).Number));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_ends_between_accept_and_acknowledge_leaves_the_fate_to_a_repeat(bool isStored)
    {
        await StartWithAlice();
        Journal.Hold();
        Home.Tell(Batch(Alice, 1, "a") with { Publications = [Of("a", "key")] });
        await WriteHeld();
        Journal.BreakOne(isStored);
        Assert.Equal(RejectReason.Unavailable, (await Alice.ExpectMsgAsync<PublishResults>()).Of(0).Reason);
        await Alice.ExpectMsgAsync(new HomeLost(News, 10));
        await ExpectTerminatedAsync(Home);

        Journal.Release();
        Start();
        var (repeat, retry) = (Batch(Alice, 1, "a") with { IsRepeat = true }, Batch(Alice, 2, "a"));
        Home.Tell(repeat with { Publications = [Of("a", "key")] });
        Assert.Equal(1, (await Alice.ExpectMsgAsync<PublishResults>()).Of(0).Offset);
        Home.Tell(retry with { Publications = [Of("a", "key")] });
        Assert.Equal(1, (await Alice.ExpectMsgAsync<PublishResults>()).Of(0).Offset);
        Home.Tell(new ReadHistory(News, Alice, 7, new StreamPosition(0, null)));
        Assert.Single((await Alice.ExpectMsgAsync<HistoryPage>()).Contents);
    }

    [Fact]
    public async Task Copies_that_come_while_it_recovers_are_stored_once_however_long_that_takes()
    {
        Time.HoldWhile(() =>
        {
            // It asks for the time at the end of its recovery.
            Start();
            Home.Tell(Batch(Alice, 1, "a"));
            Home.Tell(Batch(Alice, 1, "a") with { IsRepeat = true });
            // Its publisher has given the first up by then.
            Home.Tell(Batch(Alice, 2, "b"));
            Home.Tell(Batch(Alice, 1, "a") with { IsRepeat = true });
        });

        Assert.Equal(2, (await Alice.ExpectMsgAsync<PublishResults>()).Number);
        await Settled();
        Assert.False(Alice.HasMessages);
        Home.Tell(new ReadHistory(News, Node, 7, new StreamPosition(0, null)));
        Assert.Equal(
            ["a", "b"], (await Node.ExpectMsgAsync<HistoryPage>()).Contents.Select(one => one.Text()));
    }

    [Fact]
    public async Task Holds_a_bounded_number_while_it_recovers_and_every_detach()
    {
        Time.HoldWhile(() =>
        {
            Start();
            Home.Tell(new Attach(News, Alice, 10, Version: 1, Subscribers: 1));
            for (var id = 1; id <= 4; id++)
                Home.Tell(new ReadHistory(News, Alice, id, new StreamPosition(0, null)));
            Home.Tell(new Detach(News, 10));
        });

        await Alice.ExpectMsgAsync<Attached>();
        for (var id = 1; id <= 3; id++)
            Assert.Equal(id, (await Alice.ExpectMsgAsync<HistoryPage>()).ReaderId);
        Home.Tell(Batch(Alice, 1, "a"));
        Assert.Equal(0, (await Alice.ExpectMsgAsync<PublishResults>()).Receivers);
    }

    [Fact]
    public async Task Refuses_what_came_while_it_recovered_when_the_store_cannot_be_read()
    {
        Journal.IsAway = true;
        var attach = new Attach(News, Alice, 10, Version: 1, Subscribers: 1);

        Assert.Equal(RejectReason.Unavailable, (await RefusedAsync<AttachRefused>(attach)).Reason);
        var results = await RefusedAsync<PublishResults>(Batch(Alice, 1, "a"));
        Assert.Equal(RejectReason.Unavailable, results.Of(0).Reason);
        await RefusedAsync<HistoryRefused>(new ReadHistory(News, Alice, 7, new StreamPosition(0, null)));
    }

    [Fact]
    public async Task An_attach_that_meets_passivation_goes_back_to_the_parent()
    {
        await StartWithAlice();
        Home.Tell(new Detach(News, 10));
        await Settled();
        Pass(Around.Settings.StoredIdleTimeout);
        await Parent.ExpectMsgAsync(Passivate.Instance);

        var attach = new Attach(News, Alice, 11, Version: 1, Subscribers: 1);
        Home.Tell(attach);
        await Parent.ExpectMsgAsync(attach);
        Home.Tell(StopEntity.Instance);
        await ExpectTerminatedAsync(Home);
        Assert.False(Alice.HasMessages);
    }

    [Fact]
    public async Task Finishes_what_is_being_stored_before_it_moves()
    {
        await StartWithAlice();
        Journal.Hold();
        Home.Tell(Batch(Alice, 1, "a"));
        Home.Tell(HomeOfNews.Batch(Node, Bobs, 1, "b"));
        Home.Tell(StopEntity.Instance);
        await WriteHeld();
        await Settled();
        Assert.False(Alice.HasMessages);
        Journal.Release();

        await Alice.ExpectMsgAsync<Batch>();
        await Alice.ExpectMsgAsync<Batch>();
        var leaving = await Alice.ExpectMsgAsync<Leaving>();
        Assert.Equal((10, 2, 1), (leaving.AttachId, leaving.Offset, leaving.Accepted[0].Number));
        await ExpectTerminatedAsync(Home);
    }

    [Fact]
    public async Task Comes_back_with_its_history_its_keys_and_what_it_knows_of_publishers()
    {
        Start();
        Home.Tell(Batch(Alice, 1) with { Publications = [Of("a", "key"), Of("b")] });
        var before = await Alice.ExpectMsgAsync<PublishResults>();
        await Passivated();
        Journal.Generation.Begin(new Generation(2));
        Start();
        Home.Tell(Batch(Alice, 1, "a", "b") with { IsRepeat = true });
        Home.Tell(Batch(Alice, 2) with { Publications = [Of("a", "key"), Of("c")] });
        Home.Tell(new ReadHistory(News, Node, 7, new StreamPosition(1, before.Epoch)));

        Assert.Equal(2, (await Alice.ExpectMsgAsync<PublishResults>()).Of(1).Offset);
        var after = await Alice.ExpectMsgAsync<PublishResults>();
        Assert.Equal((1L, 3L), (after.Of(0).Offset, after.Of(1).Offset));
        Assert.Equal((before.Epoch, after.Epoch), (after.Of(0).Epoch, after.Of(1).Epoch));
        Assert.NotEqual(before.Epoch, after.Epoch);
        Home.Tell(new ReadHistory(News, Node, 8, new StreamPosition(1, before.Epoch)));
        var page = await Node.FishForMessageAsync<HistoryPage>(m => m.ReaderId == 8);
        Assert.True(page.Continuous);
        Assert.Equal(["b", "c"], page.Contents.Select(content => content.Text()));
    }

    // A home that has ended before it gets the message does not answer.
    private async Task<T> RefusedAsync<T>(object message)
    {
        T? refused = default;
        await AwaitAssertAsync(async () =>
        {
            Start();
            Home.Tell(message);
            refused = await Alice.ExpectMsgAsync<T>(TimeSpan.FromSeconds(1));
        });
        return refused!;
    }
}
