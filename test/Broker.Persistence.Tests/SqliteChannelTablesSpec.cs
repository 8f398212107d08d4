using Broker.Persistence.Tests.Kit;

namespace Broker.Persistence.Tests;

public sealed class SqliteChannelTablesSpec : ChannelTablesContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public Task Channels_are_named_with_the_age_of_what_can_go() =>
        Names_channels_in_pages_and_since_when_they_can_be_trimmed();

    [Fact]
    public Task The_newest_event_stays() => Trims_what_is_too_old_but_never_the_newest_event();

    [Fact]
    public Task A_long_channel_is_trimmed_in_pieces() => Trims_more_than_one_transaction_takes();

    [Fact]
    public async Task Deleted_pages_go_back_to_the_disk()
    {
        await using var node = await StartAsync();
        await StoreAsync(node, "c:a", 1);
        node.Execute("""
            WITH RECURSIVE number (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < 3000)
            INSERT INTO journal
                (persistence_id, sequence_number, created, deleted, identifier, manifest, message)
            SELECT 'c:b', n, 0, 0, 0, '', zeroblob(4000) FROM number
            """);
        node.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var full = new FileInfo(node.Database).Length;

        await node.Store.Channels.TrimAsync([("c:b", DateTimeOffset.UtcNow)], default);
        await node.Store.Channels.GiveBackAsync(default);
        node.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

        Assert.True(new FileInfo(node.Database).Length < full / 10);
        Assert.Equal([1ul], await ReadAsync(node, "c:a"));
    }

    [Fact]
    public async Task A_store_that_fails_is_an_IOException()
    {
        await using var node = await StartAsync();
        node.Execute("ALTER TABLE journal RENAME TO away");

        await Assert.ThrowsAsync<IOException>(() => node.Store.Channels.ReadAsync("", 1, default));
        await Assert.ThrowsAsync<IOException>(
            () => node.Store.Channels.TrimAsync([("c:a", DateTimeOffset.UtcNow)], default));
    }

    private protected override Task<Node> StartAsync() => Node.StartAsync(_directory.Path);

    private protected override Task ExecuteAsync(Node node, string sql)
    {
        node.Execute(sql);
        return Task.CompletedTask;
    }
}
