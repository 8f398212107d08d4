using Broker.Actors.Configuration;

namespace Broker.Persistence;

/// <summary>The <c>broker.persistence</c> section of reference.conf, read once at start-up.</summary>
/// <param name="Fsync">Whether SQLite flushes each commit to the disk before it is answered.</param>
/// <param name="LockTimeout">How long SQLite waits for another writer of the same file.</param>
/// <param name="WalBytesMax">The size that SQLite's write-ahead log shrinks to after a burst.</param>
/// <param name="WriteTimeout">How long one write may take before it counts as failed.</param>
/// <param name="Postgres">A connection string; empty for SQLite.</param>
/// <param name="PoolMax">Connections of this process to PostgreSQL.</param>
public sealed record PersistenceSettings(
    bool Fsync,
    TimeSpan LockTimeout,
    long WalBytesMax,
    TimeSpan WriteTimeout,
    string Postgres,
    int PoolMax)
{
    private const long Mebi = 1 << 20;

    // The lock's connection, the writer's, and one for a reader.
    private const int PoolLowest = 3;
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
            Postgres: config.GetString("postgres"),
            PoolMax: config.GetInt("pool-max", PoolLowest, PoolHighest));
    }
}
