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
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly NpgsqlDataSource _source;
    private readonly Task _watch;
    private NpgsqlConnection _connection;

    private PostgresLock(
        NpgsqlDataSource source, NpgsqlConnection connection, TimeProvider time, ILogger logger)
    {
        (_source, _connection) = (source, connection);
        _watch = WatchAsync(time, logger);
    }

    /// <summary>Cancelled when another process holds it now.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Null when another process holds it.</summary>
    public static async Task<PostgresLock?> TryTakeAsync(
        NpgsqlDataSource source, TimeProvider time, ILogger logger)
    {
        var connection = await source.OpenConnectionAsync();
        if (await TryLockAsync(connection)) return new PostgresLock(source, connection, time, logger);

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

    private async Task WatchAsync(TimeProvider time, ILogger logger)
    {
        using var timer = new PeriodicTimer(Interval, time);
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
            await using var command = new NpgsqlCommand("SELECT 1", _connection);
            await command.ExecuteScalarAsync();
            return true;
        }

        await _connection.DisposeAsync();
        _connection = await _source.OpenConnectionAsync();
        return await TryLockAsync(_connection);
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Key})", connection);
        return await command.ExecuteScalarAsync() is true;
    }
}
