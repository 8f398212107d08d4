using Broker.Actors.Tests.Persistence;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Tests.Channels.HomeOfNews;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>The home of a stored channel, on a node whose lease comes and goes.</summary>
public class StoredLeaseSpec : StoredStage
{
    [Fact]
    public async Task Begins_no_write_and_accepts_a_repeat_when_the_lease_is_back()
    {
        await StartWithAlice();
        Lease.Take();
        Home.Tell(Batch(Alice, 1, "a"));
        await Settled();
        Assert.False(Writes.HasMessages || Alice.HasMessages);

        Lease.Give();
        Home.Tell(Batch(Alice, 1, "a") with { IsRepeat = true });
        Assert.Single((await Alice.ExpectMsgAsync<Batch>()).Results);
        Assert.Single((await Writes.ExpectMsgAsync<JournalScript.Writing>()).Events);
    }

    [Fact]
    public async Task What_is_stored_after_the_lease_has_ended_is_told_once_when_it_is_back()
    {
        await StartWithAlice();
        await StoreWithoutLeaseAsync();
        Home.Tell(Batch(Alice, 1, "a") with { IsRepeat = true });
        Pass(Around.Limits.LeaseInterval);
        await Settled();
        Assert.False(Alice.HasMessages);

        Lease.Give();
        Pass(Around.Limits.LeaseInterval);
        var batch = await Alice.ExpectMsgAsync<Batch>();
        Assert.Equal((1L, 1L), (batch.FirstOffset, Assert.Single(batch.Results).Number));
        await Settled();
        Assert.False(Alice.HasMessages);
        Assert.False(Writes.HasMessages);
    }

    [Fact]
    public async Task A_lease_that_is_renewed_in_time_holds_nothing_up()
    {
        await StartWithAlice();
        Journal.Hold();
        Home.Tell(Batch(Alice, 1, "a"));
        await WriteHeld();
        Lease.Take();
        Lease.Give();
        Journal.StoreOne();

        await Alice.ExpectMsgAsync<Batch>();
    }

    [Fact]
    public async Task What_waits_for_a_write_when_the_lease_ends_is_stored_when_it_is_back()
    {
        await StartWithAlice();
        Journal.Hold();
        Home.Tell(Batch(Alice, 1, "a"));
        Home.Tell(HomeOfNews.Batch(Node, Bobs, 1, "b"));
        await WriteHeld();
        await Settled();
        Lease.Take();
        await StoredAsync();
        // Bob's node has given up the first.
        Pass(Around.Settings.PublishTimeout);
        await Settled();
        Assert.False(Writes.HasMessages || Alice.HasMessages);

        Lease.Give();
        Journal.Release();
        Home.Tell(HomeOfNews.Batch(Node, Bobs, 2, "c"));
        Pass(Around.Limits.LeaseInterval);
        Assert.Equal("a", Assert.Single((await Alice.ExpectMsgAsync<Batch>()).Contents).Text());
        Assert.Equal(["b", "c"], (await Alice.ExpectMsgAsync<Batch>()).Contents.Select(one => one.Text()));
        Assert.Equal(2, (await Node.FishForMessageAsync<PublishResults>(_ => true)).Number);
    }

    [Fact]
    public async Task One_that_moves_without_the_lease_leaves_what_is_stored_to_its_successor()
    {
        await StartWithAlice();
        await StoreWithoutLeaseAsync();
        Home.Tell(StopEntity.Instance);
        Assert.Empty((await Alice.ExpectMsgAsync<Leaving>()).Accepted);
        await ExpectTerminatedAsync(Home);
        Assert.False(Alice.HasMessages);

        Lease.Give();
        await AnswersOnceAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_fails_without_the_lease_says_nothing_to_publishers(bool isStored)
    {
        await StartWithAlice();
        Journal.Hold();
        Home.Tell(Batch(Alice, 1, "a"));
        await WriteHeld();
        Lease.Take();
        Journal.BreakOne(isStored);
        await Alice.ExpectMsgAsync(new HomeLost(News, 10));
        await ExpectTerminatedAsync(Home);
        Assert.False(Alice.HasMessages);

        Lease.Give();
        Journal.Release();
        await AnswersOnceAsync();
    }

    [Fact]
    public async Task Deletes_no_events_without_the_lease()
    {
        await StartWithAlice();
        Home.Tell(Batch(Alice, 1, "a"));
        Home.Tell(Batch(Alice, 2, "b", "c", "d"));
        await Alice.ExpectMsgAsync<Batch>();
        await Alice.ExpectMsgAsync<Batch>();
        Home.Tell(new Detach(News, 10));
        await Settled();
        Lease.Take();
        await Passivated();

        Assert.Empty(Journal.Trimmed);
    }

    // The lease ends while the batch is being stored.
    private async Task StoreWithoutLeaseAsync()
    {
        Journal.Hold();
        Home.Tell(Batch(Alice, 1, "a"));
        await WriteHeld();
        Lease.Take();
        await StoredAsync();
        Journal.Release();
        await Settled();
        Assert.False(Alice.HasMessages);
    }

    // A home that hears that its event is stored looks at its lease.
    private async Task StoredAsync()
    {
        var before = Lease.Looks;
        Journal.StoreOne();
        await AwaitConditionAsync(() => Task.FromResult(Lease.Looks > before));
    }

    private async Task AnswersOnceAsync()
    {
        Start();
        Home.Tell(Batch(Alice, 1, "a") with { IsRepeat = true });
        Assert.Equal(1, (await Alice.ExpectMsgAsync<PublishResults>()).FirstOffset);
        Home.Tell(new ReadHistory(News, Alice, 7, new StreamPosition(0, null)));
        Assert.Single((await Alice.ExpectMsgAsync<HistoryPage>()).Contents);
    }
}
