using Broker.Actors.Journal;
using Npgsql;
using NpgsqlTypes;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Postgres;

/// <summary>What is read from the tables, each in one statement and so of one moment.</summary>
internal sealed class EventTable(PostgresDatabase database, TimeSpan timeout)
{
    private const string HeadSql = "SELECT position FROM broker.head";

    private const string StreamSql = """
        SELECT s.first_version, s.last_version, e.version, e.position, e.type, e.payload
        FROM broker.streams s LEFT JOIN LATERAL (
            SELECT version, position, type, payload FROM broker.events
            WHERE stream = s.id AND version >= greatest($2, s.first_version)
            ORDER BY version LIMIT $3) e ON true
        WHERE s.name = $1 ORDER BY e.version
        """;

    // Of events that are not asked for only the position: it says how far the page goes. The first event
    // comes whatever its size.
    private const string BehindSql = $"""
        SELECT position, CASE WHEN is_asked THEN name END, version, type, CASE WHEN is_asked THEN payload END
        FROM (
            SELECT *, sum(CASE WHEN is_asked THEN octet_length(payload) ELSE 0 END)
                OVER (ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before
            FROM (
                SELECT e.*, s.name, starts_with(s.name, $2) AND e.version >= s.first_version AS is_asked
                FROM (
                    SELECT * FROM broker.events WHERE position > $1
                    ORDER BY position LIMIT {PageEventsMax}) e
                JOIN broker.streams s ON s.id = e.stream) asked) page
        WHERE coalesce(bytes_before, 0) < {PageBytesMax} ORDER BY position
        """;

    private const string TrimSql = "SELECT first_version, has_more FROM broker.trim($1, $2, $3)";

    // Of one page behind a position, and of one transaction that deletes.
    private const string PageEventsMax = "2000";
    private const string PageBytesMax = "4194304";
    private const int TrimEventsMax = 5_000;

    /// <exception cref="NpgsqlException">Or another failure of <see cref="Availability"/>.</exception>
    public Task<long> HeadAsync() => TryTwiceAsync(async cancel =>
    {
        await using var command = database.Source.CreateCommand(HeadSql);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    });

    /// <inheritdoc cref="HeadAsync"/>
    public Task<Page> ReadAsync(Read read) => TryTwiceAsync(cancel => ReadAsync(read, cancel));

    /// <summary>
    /// Adds the next events of streams whose names begin so, and gives the position up to which it has
    /// looked; null if there is nothing behind the position.
    /// </summary>
    /// <inheritdoc cref="HeadAsync"/>
    public Task<long?> ReadBehindAsync<T>(long position, string prefix, List<T> found)
        where T : Followed => TryTwiceAsync(cancel =>
    {
        found.Clear();
        return ReadBehindAsync(position, prefix, found, cancel);
    });

    /// <summary>Trims a stream in pieces, so that nobody waits long for its row.</summary>
    /// <inheritdoc cref="HeadAsync"/>
    public Task<Trimmed> TrimAsync(Trim trim) => TryTwiceAsync(cancel => TrimAsync(trim, cancel));

    private async Task<Page> ReadAsync(Read read, CancellationToken cancel)
    {
        await using var command = database.Source.CreateCommand(StreamSql);
        Add(command, NpgsqlDbType.Text, read.Stream.Value);
        Add(command, NpgsqlDbType.Bigint, read.FromVersion);
        Add(command, NpgsqlDbType.Integer, Math.Max(0, read.EventsMax));

        var (first, last, events) = (1L, 0L, new List<Recorded>());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            (first, last) = (reader.GetInt64(0), reader.GetInt64(1));
            if (reader.IsDBNull(2)) continue;
            events.Add(new Recorded(
                read.Stream, reader.GetInt64(2), reader.GetInt64(3), (ushort)reader.GetInt32(4),
                reader.GetFieldValue<byte[]>(5)));
        }

        return new Page(read.Stream, events, first, last);
    }

    private async Task<long?> ReadBehindAsync<T>(
        long position, string prefix, List<T> found, CancellationToken cancel)
        where T : Followed
    {
        await using var command = database.Source.CreateCommand(BehindSql);
        Add(command, NpgsqlDbType.Bigint, position);
        Add(command, NpgsqlDbType.Text, prefix);

        long? looked = null;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            looked = reader.GetInt64(0);
            if (reader.IsDBNull(1)) continue;
            found.Add((T)(Followed)new Recorded(
                StreamName.Parse(reader.GetString(1)), reader.GetInt64(2), looked.Value,
                (ushort)reader.GetInt32(3), reader.GetFieldValue<byte[]>(4)));
        }

        return looked;
    }

    private async Task<Trimmed> TrimAsync(Trim trim, CancellationToken cancel)
    {
        while (true)
        {
            await using var command = database.Source.CreateCommand(TrimSql);
            Add(command, NpgsqlDbType.Text, trim.Stream.Value);
            Add(command, NpgsqlDbType.Bigint, trim.BeforeVersion);
            Add(command, NpgsqlDbType.Integer, TrimEventsMax);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            if (!await reader.ReadAsync(cancel)) return new Trimmed(trim.Stream, 1);

            var (first, hasMore) = (reader.GetInt64(0), reader.GetBoolean(1));
            if (!hasMore) return new Trimmed(trim.Stream, first);
        }
    }

    // The pool may hold connections of a server that has ended: it gives them up, and a second try tells
    // whether there is one now. None of these statements does anything when it is repeated.
    private async Task<T> TryTwiceAsync<T>(Func<CancellationToken, Task<T>> read)
    {
        using var cancel = new CancellationTokenSource(timeout);
        try
        {
            return await read(cancel.Token);
        }
        catch (NpgsqlException e) when (e is not PostgresException { InvariantSeverity: "ERROR" })
        {
            database.Source.Clear();
            return await read(cancel.Token);
        }
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T value) =>
        command.Parameters.Add(new NpgsqlParameter<T> { NpgsqlDbType = type, TypedValue = value });
}
