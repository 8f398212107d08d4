using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Broker.Persistence.Postgres;

/// <summary>
/// The right of one process to use the database: an advisory lock of a session. It ends with the process,
/// also by <c>kill -9</c>, as soon as the server sees the connection close. When the server was away it is
/// taken again; a process that another one has replaced meanwhile is told to stop.
/// </summary>
internal sealed class PostgresLock : IAsyncDisposable
{
    // "brok": not the lock of migrations, which every process that starts takes for a moment.
    private const long Key = 0x62726f6b;

    // Of a process that has just been killed the server may have a session for a moment.
    private const int TriesMax = 20;
    private static readonly TimeSpan TryInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    // A machine that vanishes closes nothing: the server asks after it for this long, not for two hours.
    private const string SessionSql = """
        SELECT set_config('application_name', $1, false),
               set_config('tcp_keepalives_idle', '5', false),
               set_config('tcp_keepalives_interval', '2', false),
               set_config('tcp_keepalives_count', '3', false)
        """;

    // After a cut in the network the server may still have this process's session before, with the lock.
    private const string EndEarlierSql = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = $1 AND pid <> pg_backend_pid()
        """;

    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly string _session;
    private readonly Task _watch;
    private NpgsqlConnection _connection;

    private PostgresLock(
        NpgsqlDataSource source,
        NpgsqlConnection connection,
        string session,
        TimeProvider time,
        ILogger logger)
    {
        (_source, _connection, _session, _time) = (source, connection, session, time);
        _watch = WatchAsync(logger);
    }

    /// <summary>Cancelled when another process holds it now.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Null when another process holds it.</summary>
    public static async Task<PostgresLock?> TryTakeAsync(
        NpgsqlDataSource source, TimeProvider time, ILogger logger)
    {
        var session = $"broker {Guid.NewGuid():N}";
        var connection = await source.OpenConnectionAsync();
        if (await TryLockAsync(connection, session, time))
            return new PostgresLock(source, connection, session, time, logger);

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _watch;
        await _connection.DisposeAsync();
        _stopped.Dispose();
        _lost.Dispose();
    }

    private async Task WatchAsync(ILogger logger)
    {
        using var timer = new PeriodicTimer(WatchInterval, _time);
        while (await NextAsync(timer))
        {
            try
            {
                if (await IsHeldAsync()) continue;

                Log.LockLost(logger);
                await _lost.CancelAsync();
                return;
            }
            catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
            {
                // The server is away: the next turn tries again. What is written meanwhile fails by itself.
            }
        }
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stopped.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> IsHeldAsync()
    {
        if (_connection.State == System.Data.ConnectionState.Open)
        {
            await ExecuteAsync(_connection, "SELECT 1");
            return true;
        }

        await _connection.DisposeAsync();
        _connection = await _source.OpenConnectionAsync();
        return await TryLockAsync(_connection, _session, _time);
    }

    private static async Task<bool> TryLockAsync(
        NpgsqlConnection connection, string session, TimeProvider time)
    {
        await ExecuteAsync(connection, SessionSql, session);
        await ExecuteAsync(connection, EndEarlierSql, session);
        for (var tries = 1; ; tries++)
        {
            if (await ExecuteAsync(connection, $"SELECT pg_try_advisory_lock({Key})") is true) return true;
            if (tries == TriesMax) return false;

            await Task.Delay(TryInterval, time);
        }
    }

    private static async Task<object?> ExecuteAsync(
        NpgsqlConnection connection, string sql, string? parameter = null)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (parameter is not null) command.Parameters.Add(new() { Value = parameter });
        return await command.ExecuteScalarAsync();
    }
}
