using System.Data.Common;
using Broker.Actors.Channels;
using Broker.Actors.Persistence;

namespace Broker.Persistence;

/// <summary>
/// The events of stored channels, in SQL that both databases know. SQLite works on the caller's thread, so
/// all of it runs on the thread pool.
/// </summary>
/// <param name="journal">The name of the table of events.</param>
internal abstract class ChannelTables(string journal) : IChannelTables
{
    // A piece of the work holds SQLite's one lock for writers for some milliseconds.
    private const int TransactionRowsMax = 500;

    // Each step finds the next id by one look into the index: events are not gone through.
    private readonly string _readSql = $"""
        WITH RECURSIVE channel (id) AS (
            SELECT min(persistence_id) FROM {journal}
            WHERE persistence_id >= @first AND persistence_id > @after AND persistence_id < @end
            UNION ALL
            SELECT (SELECT min(persistence_id) FROM {journal}
                    WHERE persistence_id > channel.id AND persistence_id < @end)
            FROM channel WHERE channel.id IS NOT NULL)
        SELECT id, CASE
            WHEN (SELECT min(sequence_number) FROM {journal} WHERE persistence_id = id)
               < (SELECT max(sequence_number) FROM {journal} WHERE persistence_id = id)
            THEN (SELECT created FROM {journal} WHERE persistence_id = id ORDER BY sequence_number LIMIT 1)
            END
        FROM channel WHERE id IS NOT NULL LIMIT @count
        """;

    // What goes is a prefix of the events, also where a clock went back.
    private readonly string _trimSql = $"""
        DELETE FROM {journal} WHERE ordering IN (
            SELECT ordering FROM {journal}
            WHERE persistence_id = @id AND sequence_number < coalesce(
                (SELECT min(sequence_number) FROM {journal}
                 WHERE persistence_id = @id AND created >= @before),
                (SELECT max(sequence_number) FROM {journal} WHERE persistence_id = @id))
            ORDER BY sequence_number LIMIT @count)
        """;

    public Task<IReadOnlyList<StoredChannel>> ReadAsync(
        string after, int countMax, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<StoredChannel>>(
            async connection =>
            {
                var range = IdRange.Of(PersistenceIds.ChannelKind);
                await using var command = CommandFor(connection, _readSql);
                Set(command, "first", range.First);
                Set(command, "after", after);
                Set(command, "end", range.End);
                Set(command, "count", countMax);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                var channels = new List<StoredChannel>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    channels.Add(new StoredChannel(
                        reader.GetString(0),
                        await reader.IsDBNullAsync(1, cancellationToken)
                            ? null
                            : new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero)));
                }
                return channels;
            },
            cancellationToken);

    public Task<int> TrimAsync(
        IReadOnlyList<(string PersistenceId, DateTimeOffset Before)> channels,
        CancellationToken cancellationToken) => RunAsync(
        async connection =>
        {
            var (deleted, next) = (0, 0);
            while (next < channels.Count)
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var room = TransactionRowsMax;
                while (next < channels.Count && room > 0)
                {
                    room -= await TrimAsync(transaction, channels[next], room, cancellationToken);
                    // A channel that took all of the room may have more.
                    if (room > 0) next++;
                }
                await transaction.CommitAsync(cancellationToken);
                deleted += TransactionRowsMax - room;
            }
            return deleted;
        },
        cancellationToken);

    public abstract Task GiveBackAsync(CancellationToken cancellationToken);

    private protected abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    private protected Task<T> RunAsync<T>(
        Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            try
            {
                await using var connection = await OpenAsync(cancellationToken);
                return await work(connection);
            }
            catch (Exception e) when (e is DbException or TimeoutException)
            {
                throw new IOException(e.Message, e);
            }
        },
        cancellationToken);

    private async Task<int> TrimAsync(
        DbTransaction transaction,
        (string PersistenceId, DateTimeOffset Before) channel,
        int countMax,
        CancellationToken cancellationToken)
    {
        await using var command = CommandFor(transaction.Connection!, _trimSql);
        command.Transaction = transaction;
        Set(command, "id", channel.PersistenceId);
        Set(command, "before", channel.Before.UtcTicks);
        Set(command, "count", countMax);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand CommandFor(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static void Set(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
