using System.Collections.Concurrent;
using Broker.Actors.Persistence;
using Broker.Persistence.Tests.Kit;

namespace Broker.Persistence.Tests;

public sealed class BrokerJournalSpec : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Refuses_the_second_of_two_writers_and_stops_it()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        var (one, other) = (node.Counter("same"), node.Counter("same"));
        await Task.WhenAll(Node.ReadAsync(one), Node.ReadAsync(other));

        Assert.Equal(1ul, await one.Ask<object>(1ul, Node.Patience));
        Assert.IsType<CounterActor.Stopped>(await other.Ask<object>(2ul, Node.Patience));

        Assert.Equal([1ul], (await Node.ReadAsync(node.Counter("same"))).Numbers);
        Assert.Equal(1, node.Store.Health.Fences);
        Assert.True(node.Store.Health.IsWriting);
    }

    [Fact]
    public async Task Tells_how_long_each_write_took_that_was_stored()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        var times = new ConcurrentQueue<TimeSpan>();
        node.Store.Health.Written = times.Enqueue;
        var (one, other) = (node.Counter("same"), node.Counter("same"));
        await Task.WhenAll(Node.ReadAsync(one), Node.ReadAsync(other));

        await one.Ask<ulong>(1ul, Node.Patience);
        await other.Ask<CounterActor.Stopped>(2ul, Node.Patience);
        Assert.True(Assert.Single(times) > TimeSpan.Zero);
    }

    [Fact]
    public async Task Stores_what_shares_a_batch_with_a_row_that_fails()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        var first = node.Counter("first");
        var (bad, good) = (node.Counter("bad"), node.Counter("good"));
        await Task.WhenAll(Node.ReadAsync(first), Node.ReadAsync(bad), Node.ReadAsync(good));
        // The second of two writers of one entity.
        await node.Counter("bad").Ask<ulong>(1ul, Node.Patience);

        Task<object>[] answers;
        using (var writer = node.Open())
        using (writer.BeginTransaction())
        {
            // The first write waits for the lock; the others collect to one batch meanwhile.
            answers = [.. new[] { first, bad, good }.Select(one => one.Ask<object>(2ul, Node.Patience))];
            foreach (var one in new[] { first, bad, good }) await Node.ReadAsync(one);
            await node.JournalIdleAsync();
        }

        Assert.Equal(2ul, await answers[0]);
        Assert.IsType<CounterActor.Stopped>(await answers[1]);
        Assert.Equal(2ul, await answers[2]);
    }

    [Fact]
    public async Task Refuses_what_is_too_much_to_wait_while_the_store_hangs()
    {
        await using var node = await Node.StartAsync(_directory.Path, Node.Settings with
        {
            QueuedWritesMax = 2,
            LockTimeout = TimeSpan.FromSeconds(30),
        });
        var counters = Enumerable.Range(0, 5).Select(i => node.Counter($"number {i}")).ToList();
        await Task.WhenAll(counters.Select(Node.ReadAsync));

        Task<object>[] answers;
        using (var writer = node.Open())
        using (writer.BeginTransaction())
        {
            answers = [.. counters.Select(one => one.Ask<object>(1ul, Node.Patience))];
            foreach (var one in counters) await Node.ReadAsync(one);
            await node.JournalIdleAsync();
        }

        // Akka gives answers in the order of the writes, so none came before.
        var stored = (await Task.WhenAll(answers)).OfType<ulong>();
        Assert.Equal([1ul, 1ul], stored);
    }

    [Fact]
    public async Task Works_again_after_a_thousand_failures()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        var counters = Enumerable.Range(0, 1_000).Select(i => node.Counter($"number {i}")).ToList();
        await Task.WhenAll(counters.Select(Node.ReadAsync));
        node.Execute("ALTER TABLE journal RENAME TO away");

        var answers = await Task.WhenAll(counters.Select(one => one.Ask<object>(1ul, Node.Patience)));
        Assert.All(answers, answer => Assert.IsType<CounterActor.Stopped>(answer));
        Assert.False(node.Store.Health.IsWriting);

        node.Execute("ALTER TABLE away RENAME TO journal");
        // The circuit breaker is open for a second, in which recoveries fail at once.
        await node.StoreAsync("number 0", 2);
        Assert.True(node.Store.Health.IsWriting);
    }

    [Fact]
    public async Task Refuses_what_is_stamped_with_a_past_generation()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        var counter = node.Counter("one");
        await counter.Ask<ulong>(1ul, Node.Patience);
        var stale = new CurrentGeneration(node.Store.Generation.Value);
        var late = node.System.ActorOf(CounterActor.PropsFor("late", stale));

        node.Store.Generation.Begin(Generation.New());

        Assert.IsType<CounterActor.Stopped>(await late.Ask<object>(1ul, Node.Patience));
        // It was idle, and may remember what the store has lost: it has to recover first.
        Assert.IsType<CounterActor.Stopped>(await counter.Ask<object>(2ul, Node.Patience));
        Assert.Equal(2ul, await node.Counter("one").Ask<object>(2ul, Node.Patience));
    }

    [Fact]
    public async Task Stops_only_the_entity_whose_event_is_damaged()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        foreach (var id in new[] { "damaged", "whole" })
            await node.Counter(id).Ask<ulong>(1ul, Node.Patience);
        node.Execute("""
            UPDATE journal SET message = CAST(x'0d00000000' || substr(message, 6) AS BLOB)
            WHERE persistence_id = 'damaged'
            """);

        var damaged = node.Counter("damaged");
        Assert.Equal([1ul], (await Node.ReadAsync(node.Counter("whole"))).Numbers);
        await damaged.WatchAsync().WaitAsync(Node.Patience);
    }

    [Fact]
    public async Task Tells_that_an_event_is_missing()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        var counter = node.Counter("one");
        foreach (var number in new ulong[] { 1, 2, 3 }) await counter.Ask<ulong>(number, Node.Patience);
        node.Execute("DELETE FROM journal WHERE sequence_number = 2");

        var state = await Node.ReadAsync(node.Counter("one"));

        Assert.True(state.IsBroken);
        Assert.Equal([1ul, 3], state.Numbers);
    }
}
