using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Broker.Persistence.Postgres;

/// <summary>
/// Writes events with one statement a commit, whatever their number. What comes during one commit is the next
/// one.
/// </summary>
internal sealed class PostgresEventWriter : IEventWriter
{
    private const int BatchRowsMax = 1_000;
    private const string ProbeSql = """
        UPDATE broker.generation SET started = started
        WHERE ordinal = (SELECT max(ordinal) FROM broker.generation)
        """;

    private const string Sql = """
        INSERT INTO broker.journal
            (persistence_id, sequence_number, created, deleted, identifier, manifest, message)
        SELECT id, number, (SELECT broker.clock()), false, serializer, manifest, message
        FROM unnest($1, $2, $3, $4, $5) AS row (id, number, serializer, manifest, message)
        """;

    private readonly Channel<PendingWrite> _pending = Channel.CreateUnbounded<PendingWrite>();
    private readonly PendingLimit _limit;
    private readonly NpgsqlDataSource _source;
    private readonly Task _running;

    public PostgresEventWriter(NpgsqlDataSource source, PersistenceSettings settings)
    {
        _source = source;
        _limit = new PendingLimit(settings.QueuedWritesMax, settings.QueuedBytesMax);
        _running = RunAsync();
    }

    public Task WriteAsync(
        IReadOnlyList<EventRow> rows, Func<bool> isCurrent, CancellationToken cancellationToken)
    {
        var write = new PendingWrite(rows, isCurrent, cancellationToken);
        if (_limit.TryEnter(write)) _pending.Writer.TryWrite(write);
        return write.Done;
    }

    public async Task ProbeAsync()
    {
        try
        {
            await using var command = _source.CreateCommand(ProbeSql);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new IOException(e.Message, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _pending.Writer.Complete();
        await _running;
    }

    private async Task RunAsync()
    {
        var batch = new List<PendingWrite>();
        while (await _pending.Reader.WaitToReadAsync())
        {
            for (var rows = 0; rows < BatchRowsMax && _pending.Reader.TryRead(out var next);)
            {
                rows += next.Rows.Count;
                batch.Add(next);
            }
            await WriteAsync([.. batch.Where(write => !write.TryCancel())]);
            foreach (var write in batch) _limit.Leave(write);
            batch.Clear();
        }
    }

    private async Task WriteAsync(List<PendingWrite> batch)
    {
        if (batch.Count == 0) return;

        try
        {
            await using var connection = await _source.OpenConnectionAsync();
            // A new connection may have found another timeline, which lacks what these rows follow.
            batch = [.. batch.Where(write => !write.TryRefuseAsStale())];
            if (batch.Count == 0) return;

            await using var command = CommandFor([.. batch.SelectMany(write => write.Rows)]);
            command.Connection = connection;
            await command.ExecuteNonQueryAsync();
            foreach (var write in batch) write.Complete();
        }
        catch (PostgresException e) when (IsOfRow(e))
        {
            if (batch.Count == 1) batch[0].Refuse(e);
            else
                foreach (var write in batch) await WriteAsync([write]);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            foreach (var write in batch) write.Fail(e);
        }
    }

    private static NpgsqlCommand CommandFor(EventRow[] rows)
    {
        var command = new NpgsqlCommand(Sql);
        command.Parameters.Add(new() { Value = Array.ConvertAll(rows, row => row.PersistenceId) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(rows, row => row.SequenceNr) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(rows, row => row.SerializerId) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(rows, row => row.Manifest) });
        command.Parameters.Add(new()
        {
            Value = Array.ConvertAll(rows, row => row.Message),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        });
        return command;
    }

    // Classes 22 and 23 of SQLSTATE: the others of its batch do not share it.
    private static bool IsOfRow(PostgresException e) => e.SqlState is ['2', '2' or '3', ..];
}
