using System.Data.Common;

namespace Broker.Persistence.Sqlite;

/// <summary>The events of stored channels in SQLite. Free pages go back to the disk some at a time.</summary>
internal sealed class SqliteChannelTables(SqliteConnections connections) : ChannelTables("journal")
{
    // One MiB: each piece holds the lock for writers.
    private const int PagesMax = 256;

    public override Task GiveBackAsync(CancellationToken cancellationToken) => RunAsync(
        async connection =>
        {
            await using var command = connection.CreateCommand();
            for (var free = long.MaxValue; ;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                command.CommandText = "PRAGMA freelist_count";
                var left = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
                if (left == 0 || left >= free) return left;

                free = left;
                command.CommandText = $"PRAGMA incremental_vacuum({PagesMax})";
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        },
        cancellationToken);

    private protected override ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbConnection>(connections.Open());
}
