using Broker.Actors.Configuration;
using Npgsql;

namespace Broker.Persistence;

/// <summary>The <c>broker.persistence</c> section of reference.conf, read once at start-up.</summary>
/// <param name="Fsync">Whether SQLite flushes each commit to the disk before it is answered.</param>
/// <param name="LockTimeout">How long SQLite waits for another writer of the same file.</param>
/// <param name="WalBytesMax">The size that SQLite's write-ahead log shrinks to after a burst.</param>
/// <param name="WriteTimeout">How long one write may take before it counts as failed.</param>
/// <param name="QueuedWritesMax">Writes that wait; past it they fail.</param>
/// <param name="QueuedBytesMax">Bytes of events that wait; past it writes fail.</param>
/// <param name="Postgres">A connection string; empty for SQLite.</param>
/// <param name="PoolMax">Connections of this process to PostgreSQL.</param>
public sealed record PersistenceSettings(
    bool Fsync,
    TimeSpan LockTimeout,
    long WalBytesMax,
    TimeSpan WriteTimeout,
    int QueuedWritesMax,
    long QueuedBytesMax,
    string Postgres,
    int PoolMax)
{
    private const long Mebi = 1 << 20;

    // The writer's connection, and one for a reader.
    private const int PoolLowest = 2;
    private const int PoolHighest = 1_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public bool UsesPostgres => Postgres.Length > 0;

    public static PersistenceSettings From(SettingReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new PersistenceSettings(
            Fsync: config.GetBoolean("fsync"),
            LockTimeout: config.GetTimeSpan("lock-timeout", Shortest, Longest),
            WalBytesMax: config.GetByteSize("wal-bytes-max", Mebi, long.MaxValue),
            WriteTimeout: config.GetTimeSpan("write-timeout", Shortest, Longest),
            QueuedWritesMax: config.GetInt("queued-writes-max", 1, int.MaxValue),
            QueuedBytesMax: config.GetByteSize("queued-bytes-max", Mebi, long.MaxValue),
            Postgres: ConnectionFrom(config),
            PoolMax: config.GetInt("pool-max", PoolLowest, PoolHighest));
    }

    private static string ConnectionFrom(SettingReader config)
    {
        var text = config.GetString("postgres");
        return text.Length == 0 || WhyMalformed(text) is not { } reason
            ? text
            : throw config.Error("postgres", reason);
    }

    // Nothing of the text is repeated: it may hold a password. Npgsql names an unknown key, and all of a URL
    // would be one.
    private static string? WhyMalformed(string connection)
    {
        if (connection.Contains("://", StringComparison.Ordinal))
            return "it is a URL; it must be Host=...;Username=...;Password=...;Database=...";

        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connection);
            return string.IsNullOrEmpty(builder.Host) ? "it names no Host" : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            return e.Message;
        }
    }
}
