using Broker.Actors.Journal;
using Broker.Actors.Presence;
using Npgsql;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Journal.Postgres;

/// <summary>
/// What nodes tell each other, in the database that they share. It has connections of its own, two at most,
/// so that a busy journal never costs a node its lease; <see cref="PostgresDatabase"/> makes the tables.
/// </summary>
public sealed class PostgresPresenceStore : IPresenceStore, IAsyncDisposable
{
    // One for the call under way, one to leave beside it.
    private const int ConnectionsMax = 2;

    private const int HasLease = 0, Elsewhere = 1, IsClaimed = 2, IsFound = 3, IsFirstUse = 4;

    private readonly NpgsqlDataSource _source;
    private readonly long _leaseMilliseconds;
    private readonly TimeSpan _timeout;
    private Task _leaving = Task.CompletedTask;

    private PostgresPresenceStore(NpgsqlDataSource source, PresenceSettings settings) =>
        (_source, _leaseMilliseconds, _timeout) =
        (source, (long)settings.Lease.TotalMilliseconds, settings.AnswerWithin);

    /// <summary>Connects when it is used; the tables must be there by then.</summary>
    public static PostgresPresenceStore Open(PostgresSettings postgres, PresenceSettings settings)
    {
        ArgumentNullException.ThrowIfNull(postgres);
        ArgumentNullException.ThrowIfNull(settings);
        return new PostgresPresenceStore(SourceFor(postgres, settings), settings);
    }

    public async Task<long> JoinAsync()
    {
        using var patience = new CancellationTokenSource(_timeout);
        await using var command = _source.CreateCommand("SELECT broker.presence_join($1)");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _leaseMilliseconds });
        return (long)(await command.ExecuteScalarAsync(patience.Token))!;
    }

    public async Task<PresenceOutcome?> ExchangeAsync(long node, PresenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var patience = new CancellationTokenSource(_timeout);
        await using var connection = await _source.OpenConnectionAsync(patience.Token);
        var outcome = await ExchangeAsync(connection, node, batch, patience.Token);
        if (outcome is null || batch.Lists.Count == 0) return outcome;

        // Behind the exchange, which holds the others up: a list may be long.
        var listed = new List<IReadOnlyList<string>>();
        foreach (var area in batch.Lists) listed.Add(await ListAsync(connection, area, patience.Token));
        return outcome with { Listed = listed };
    }

    public Task LeaveAsync(long node) => _leaving = LeaveInTimeAsync(node);

    /// <summary>Waits for the node to have left, if it is about to.</summary>
    public async ValueTask DisposeAsync()
    {
        await _leaving;
        await _source.DisposeAsync();
    }

    private static NpgsqlDataSource SourceFor(PostgresSettings postgres, PresenceSettings settings)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(settings.AnswerWithin.TotalSeconds));
        var text = new NpgsqlConnectionStringBuilder(postgres.Connection)
        {
            ApplicationName = "broker presence",
            MaxPoolSize = ConnectionsMax,
            CommandTimeout = seconds,
            Timeout = seconds,
            // A server that does not answer would not answer to that either.
            CancellationTimeout = -1,
        };
        text.Options += FormattableString.Invariant(
            $" -c statement_timeout={settings.AnswerWithin.TotalMilliseconds:0}");
        var builder = new NpgsqlSlimDataSourceBuilder(text.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        return builder.Build();
    }

    private async Task<PresenceOutcome?> ExchangeAsync(
        NpgsqlConnection connection, long node, PresenceBatch batch, CancellationToken cancelled)
    {
        await using var command = CommandFor(connection, node, batch);
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        var elsewhere = new int[batch.Reports.Count];
        var (claimed, found, first) =
            (new bool[batch.Claims.Count], new bool[batch.Finds.Count], new bool[batch.Tokens.Count]);
        var holds = false;
        while (await reader.ReadAsync(cancelled))
        {
            var index = reader.GetInt32(1) - 1;
            switch (reader.GetInt32(0))
            {
                case HasLease: holds = true; break;
                case Elsewhere: elsewhere[index] = reader.GetInt32(2); break;
                case IsClaimed: claimed[index] = true; break;
                case IsFound: found[index] = true; break;
                case IsFirstUse: first[index] = true; break;
            }
        }
        return holds ? new PresenceOutcome(elsewhere, claimed, [], found, first) : null;
    }

    private NpgsqlCommand CommandFor(NpgsqlConnection connection, long node, PresenceBatch batch)
    {
        var command = new NpgsqlCommand(
            "SELECT * FROM broker.presence_exchange($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            connection);
        Add(command, node);
        Add(command, _leaseMilliseconds);
        Add<short[]>(command, [.. batch.Reports.Select(report => (short)report.Area)]);
        Add<string[]>(command, [.. batch.Reports.Select(report => report.Key)]);
        Add<int[]>(command, [.. batch.Reports.Select(report => report.Count)]);
        Add<short[]>(command, [.. batch.Claims.Select(claim => (short)claim.Area)]);
        Add<string[]>(command, [.. batch.Claims.Select(claim => claim.Key)]);
        Add<short[]>(command, [.. batch.Finds.Select(key => (short)key.Area)]);
        Add<string[]>(command, [.. batch.Finds.Select(key => key.Key)]);
        Add<string[]>(command, [.. batch.Tokens.Select(token => token.Id)]);
        Add<DateTime[]>(command, [.. batch.Tokens.Select(token => token.ExpiresAt.UtcDateTime)]);
        return command;
    }

    private static void Add<T>(NpgsqlCommand command, T value) =>
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    private static async Task<IReadOnlyList<string>> ListAsync(
        NpgsqlConnection connection, Area area, CancellationToken cancelled)
    {
        await using var command = new NpgsqlCommand("SELECT * FROM broker.presence_list($1)", connection);
        Add(command, (short)area);
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        var keys = new List<string>();
        while (await reader.ReadAsync(cancelled)) keys.Add(reader.GetString(0));
        return keys;
    }

    // Where it cannot be told, the lease ends by itself.
    private async Task LeaveInTimeAsync(long node)
    {
        try
        {
            using var patience = new CancellationTokenSource(_timeout);
            await using var command = _source.CreateCommand("SELECT broker.presence_leave($1)");
            Add(command, node);
            await command.ExecuteNonQueryAsync(patience.Token);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
        }
    }
}
