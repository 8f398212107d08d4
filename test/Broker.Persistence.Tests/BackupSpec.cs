using Broker.Persistence.Tests.Kit;

namespace Broker.Persistence.Tests;

/// <summary>What docs/backup.md says, done.</summary>
public sealed class BackupSpec : IDisposable
{
    private readonly TemporaryDirectory _directory = new(), _restored = new();

    public void Dispose()
    {
        _directory.Dispose();
        _restored.Dispose();
    }

    [Fact]
    public async Task A_copy_made_in_service_is_restored_and_what_follows_is_of_another_generation()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        var counter = node.Counter("one");
        foreach (var number in new ulong[] { 1, 2 }) await counter.Ask<ulong>(number, Node.Patience);
        node.Execute($"VACUUM INTO '{_restored.PathOf("broker.db")}'");
        await counter.Ask<ulong>(3ul, Node.Patience);

        await using var again = await Node.StartAsync(_restored.Path);
        var restored = again.Counter("one");
        var before = await Node.ReadAsync(restored);
        await restored.Ask<ulong>(4ul, Node.Patience);
        var after = await Node.ReadAsync(again.Counter("one"));

        Assert.Equal([1ul, 2], before.Numbers);
        Assert.Equal(node.Store.Generation.Value, before.Last);
        Assert.Equal([1ul, 2, 4], after.Numbers);
        Assert.NotEqual(node.Store.Generation.Value, after.Last);
        Assert.False(after.IsBroken);
    }

    [Fact]
    public async Task A_lost_log_ends_in_another_generation_too()
    {
        await using (var node = await Node.StartAsync(_directory.Path))
        {
            await node.Counter("one").Ask<ulong>(1ul, Node.Patience);
            // As a machine leaves it that loses its power, and the log with it.
            node.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            await node.Counter("one").Ask<ulong>(2ul, Node.Patience);
            File.Copy(_directory.PathOf("broker.db"), _restored.PathOf("broker.db"));
        }

        await using var again = await Node.StartAsync(_restored.Path);
        await again.StoreAsync("one", 3);
        var state = await Node.ReadAsync(again.Counter("one"));
        Assert.Equal([1ul, 3], state.Numbers);
        Assert.Equal(again.Store.Generation.Value, state.Last);
        Assert.False(state.IsBroken);
    }
}
