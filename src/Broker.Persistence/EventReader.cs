using System.Data.Common;

namespace Broker.Persistence;

/// <summary>
/// Reads the events of one persistent actor, in SQL that both databases know. SQLite works on the caller's
/// thread, so all of it runs on the thread pool. Safe from any thread.
/// </summary>
/// <param name="journal">The name of the table of events.</param>
internal sealed class EventReader(string journal, Func<CancellationToken, ValueTask<DbConnection>> open)
{
    private readonly string _highestSql =
        $"SELECT max(sequence_number) FROM {journal} WHERE persistence_id = @id";

    private readonly string _eventsSql = $"""
        SELECT sequence_number, created, identifier, manifest, message FROM {journal}
        WHERE persistence_id = @id AND sequence_number >= @from AND sequence_number <= @to AND NOT deleted
        ORDER BY sequence_number LIMIT @max
        """;

    /// <returns>The number of the newest event; 0 where there is none.</returns>
    /// <exception cref="IOException">The store fails.</exception>
    public Task<long> ReadHighestSequenceNrAsync(string persistenceId, CancellationToken cancellationToken) =>
        RunAsync(
            _highestSql,
            async command =>
            {
                Set(command, "id", persistenceId);
                return await command.ExecuteScalarAsync(cancellationToken) is long highest ? highest : 0;
            },
            cancellationToken);

    /// <summary>Passes on the events between two numbers, oldest first.</summary>
    /// <param name="max">At most so many.</param>
    /// <exception cref="IOException">The store fails.</exception>
    public Task ReadAsync(
        string persistenceId,
        long from,
        long to,
        long max,
        Action<EventRow> take,
        CancellationToken cancellationToken) => RunAsync(
        _eventsSql,
        async command =>
        {
            Set(command, "id", persistenceId);
            Set(command, "from", from);
            Set(command, "to", to);
            Set(command, "max", max);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                take(new EventRow(
                    persistenceId, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2),
                    reader.GetString(3), (byte[])reader.GetValue(4)));
            return true;
        },
        cancellationToken);

    private Task<T> RunAsync<T>(
        string sql, Func<DbCommand, Task<T>> read, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            try
            {
                await using var connection = await open(cancellationToken);
                await using var command = connection.CreateCommand();
                command.CommandText = sql;
                return await read(command);
            }
            catch (Exception e) when (e is DbException or TimeoutException)
            {
                throw new IOException(e.Message, e);
            }
        },
        cancellationToken);

    private static void Set(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
