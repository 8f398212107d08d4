using Broker.Actors.Channels;
using Broker.Persistence.Tests.Kit;

namespace Broker.Persistence.Tests;

/// <summary>What the tables of channels do in every store.</summary>
public abstract class ChannelTablesContract
{
    private static readonly DateTimeOffset Past = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private protected abstract Task<Node> StartAsync();

    private protected abstract Task ExecuteAsync(Node node, string sql);

    private protected async Task Names_channels_in_pages_and_since_when_they_can_be_trimmed()
    {
        await using var node = await StartAsync();
        foreach (var (id, events) in new[] { ("c:b", 3), ("c:a", 1), ("c#0", 2), ("b:x", 2), ("o:1", 2) })
            await StoreAsync(node, id, events);
        await ExecuteAsync(node, $"UPDATE {Journal(node)} SET created = {Past.UtcTicks}");

        var first = await node.Store.Channels.ReadAsync("", 2, default);
        Assert.Equal([new StoredChannel("c#0", Past), new StoredChannel("c:a", null)], first);
        Assert.Equal(
            [new StoredChannel("c:b", Past)], await node.Store.Channels.ReadAsync("c:a", 2, default));
        Assert.Empty(await node.Store.Channels.ReadAsync("c:b", 2, default));
    }

    private protected async Task Trims_what_is_too_old_but_never_the_newest_event()
    {
        await using var node = await StartAsync();
        foreach (var id in new[] { "c:a", "c:b", "c:c" }) await StoreAsync(node, id, 4);
        await AgeAsync(node, "c:a", "sequence_number < 3");
        await AgeAsync(node, "c:b", "true");
        // A clock went back: event 3 looks older than event 2.
        await AgeAsync(node, "c:c", "sequence_number IN (1, 3)");

        Assert.Equal(6, await node.Store.Channels.TrimAsync(
            [("c:a", Past.AddDays(1)), ("c:b", Past.AddDays(1)), ("c:c", Past.AddDays(1))], default));

        Assert.Equal([3ul, 4], await ReadAsync(node, "c:a"));
        Assert.Equal([4ul], await ReadAsync(node, "c:b"));
        Assert.Equal([2ul, 3, 4], await ReadAsync(node, "c:c"));
        await node.Counter("c:b").Ask<ulong>(5ul, Node.Patience);
        Assert.Equal([4ul, 5], await ReadAsync(node, "c:b"));
    }

    private protected async Task Trims_more_than_one_transaction_takes()
    {
        await using var node = await StartAsync();
        foreach (var (id, events) in new[] { ("c:a", 300), ("c:b", 900), ("c:c", 2) })
            await StoreAsync(node, id, events);
        await ExecuteAsync(node, $"UPDATE {Journal(node)} SET created = {Past.UtcTicks}");

        var old = Past.AddDays(1);
        Assert.Equal(1_199, await node.Store.Channels.TrimAsync(
            [("c:a", old), ("c:b", old), ("c:c", old)], default));

        foreach (var (id, last) in new[] { ("c:a", 300ul), ("c:b", 900ul), ("c:c", 2ul) })
            Assert.Equal([last], await ReadAsync(node, id));
    }

    private Task AgeAsync(Node node, string id, string which) => ExecuteAsync(
        node,
        $"UPDATE {Journal(node)} SET created = {Past.UtcTicks} WHERE persistence_id = '{id}' AND {which}");

    private protected static async Task StoreAsync(Node node, string id, int events)
    {
        var counter = node.Counter(id);
        await Node.ReadAsync(counter);
        await Task.WhenAll(
            Enumerable.Range(1, events).Select(number => counter.Ask<ulong>((ulong)number, Node.Patience)));
        await counter.GracefulStop(Node.Patience);
    }

    private protected static async Task<IReadOnlyList<ulong>> ReadAsync(Node node, string id)
    {
        var state = await Node.ReadAsync(node.Counter(id));
        Assert.False(state.IsBroken);
        return state.Numbers;
    }

    private static string Journal(Node node) => node.Store.IsShared ? "broker.journal" : "journal";
}
