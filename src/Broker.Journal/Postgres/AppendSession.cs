using Npgsql;
using NpgsqlTypes;

namespace Broker.Journal.Postgres;

/// <summary>The one connection that appends, made when it is needed and given up when it fails.</summary>
internal sealed class AppendSession(NpgsqlDataSource source, int streamsMax) : IAsyncDisposable
{
    private const string Sql =
        "SELECT outcome, version, position FROM broker.append"
        + "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

    // To notice a cancelled statement's end; past it nobody waits for the connection.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    // The database knows the process by it, for as long as it lives.
    private readonly Guid _writer = Guid.NewGuid();
    private NpgsqlConnection? _connection;
    private bool _isNew;
    private bool _hasSent;

    /// <summary>False when it is sure that a call which failed so has stored nothing.</summary>
    public bool MayHaveStored(Exception failure) => _hasSent && !IsRefusal(failure);

    /// <summary>Stores a batch, or throws within the time what the world has done to it.</summary>
    /// <param name="isRetry">True when it was tried before, and may be stored already.</param>
    public async Task<AppendOutcome[]> StoreAsync(AppendBatch batch, bool isRetry, TimeSpan limit)
    {
        using var cancel = new CancellationTokenSource(limit);
        _hasSent = false;
        var storing = StoreAsync(batch, isRetry, cancel.Token);
        try
        {
            return await storing.WaitAsync(limit + Grace);
        }
        catch (Exception e) when (!IsRefusal(e))
        {
            Abandon(storing);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<AppendOutcome[]> StoreAsync(AppendBatch batch, bool isRetry, CancellationToken cancel)
    {
        if (_connection is null)
        {
            _isNew = true;
            _connection = source.CreateConnection();
            await _connection.OpenAsync(cancel);
        }

        await using var command = CommandFor(batch, _connection);
        await command.PrepareAsync(cancel);
        _hasSent = true;
        var outcomes = new AppendOutcome[batch.Appends.Count];

        // Its end is that of the transaction: before it nothing is stored.
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            for (var i = 0; await reader.ReadAsync(cancel); i++)
            {
                outcomes[i] = new AppendOutcome(
                    (AppendOutcome.Kind)reader.GetInt16(0), reader.GetInt64(1), reader.GetInt64(2));
            }
        }

        // A repeated batch may have been answered from memory, without a word about the session.
        _isNew &= isRetry;
        return outcomes;
    }

    // The server takes the transaction back and goes on with the connection.
    private static bool IsRefusal(Exception e) => e is PostgresException { InvariantSeverity: "ERROR" };

    // Whatever it still does, nobody uses its connection again; the number of the batch keeps it from
    // being stored behind a later one.
    private void Abandon(Task storing)
    {
        var connection = _connection;
        _connection = null;
        _ = storing.ContinueWith(
            async done =>
            {
                _ = done.Exception;
                if (connection is not null) await connection.DisposeAsync();
            },
            TaskScheduler.Default);
    }

    private NpgsqlCommand CommandFor(AppendBatch batch, NpgsqlConnection connection)
    {
        var appends = batch.Appends;
        var events = appends.SelectMany((append, at) => append.Append.Events.Select(
            (one, nth) => (At: at + 1, Nth: nth, one.Type, one.Payload))).ToList();
        var command = new NpgsqlCommand(Sql, connection);
        Add(command, NpgsqlDbType.Uuid, _writer);
        Add(command, NpgsqlDbType.Bigint, batch.Number);
        Add(command, NpgsqlDbType.Boolean, _isNew);
        Add(command, NpgsqlDbType.Boolean, batch.IsDurable);
        Add(command, NpgsqlDbType.Integer, streamsMax);
        AddArray(command, NpgsqlDbType.Text, appends.Select(a => a.Append.Stream.Value));
        AddArray(command, NpgsqlDbType.Bigint, appends.Select(a => a.Append.ExpectedVersion));
        AddArray(command, NpgsqlDbType.Integer, appends.Select(a => a.Append.Events.Count));
        AddArray(command, NpgsqlDbType.Bytea, appends.Select(a => a.KeyHash));
        AddArray(
            command, NpgsqlDbType.Bigint, appends.Select(a => (long)a.Append.KeyLifetime.TotalMilliseconds));
        AddArray(command, NpgsqlDbType.Integer, events.Select(e => e.At));
        AddArray(command, NpgsqlDbType.Integer, events.Select(e => e.Nth));
        AddArray(command, NpgsqlDbType.Integer, events.Select(e => (int)e.Type));
        AddArray(command, NpgsqlDbType.Bytea, events.Select(e => e.Payload));
        return command;
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T value) =>
        command.Parameters.Add(new NpgsqlParameter<T> { NpgsqlDbType = type, TypedValue = value });

    private static void AddArray<T>(NpgsqlCommand command, NpgsqlDbType type, IEnumerable<T> values) =>
        Add(command, NpgsqlDbType.Array | type, values.ToArray());
}
