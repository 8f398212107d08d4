using Broker.Actors.Configuration;

namespace Broker.Actors.Journal;

/// <summary>The <c>broker.journal.postgres</c> section of reference.conf, read once at start-up.</summary>
/// <param name="Connection">As Npgsql has it, <c>Host=…;Database=…</c>; empty for none.</param>
/// <param name="AppendTimeout">After it an append is answered, whatever the database does.</param>
/// <param name="PoolMax">Connections that the process has at most, two of them all the time.</param>
public sealed record PostgresSettings(
    string Connection,
    TimeSpan AppendTimeout,
    TimeSpan ReadTimeout,
    TimeSpan PollInterval,
    TimeSpan SweepInterval,
    int PoolMax,
    long RingBytesMax)
{
    private const long Kibi = 1 << 10;

    // The writer and the listener keep one each; two more, so that a long read does not hold up the tail.
    private const int PoolLowest = 4;
    private const int PoolHighest = 1_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static PostgresSettings From(SettingReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new PostgresSettings(
            Connection: config.GetString("connection"),
            AppendTimeout: config.GetTimeSpan("append-timeout", Shortest, Longest),
            ReadTimeout: config.GetTimeSpan("read-timeout", Shortest, Longest),
            PollInterval: config.GetTimeSpan("poll-interval", Shortest, Longest),
            SweepInterval: config.GetTimeSpan("sweep-interval", Shortest, Longest),
            PoolMax: config.GetInt("pool-max", PoolLowest, PoolHighest),
            RingBytesMax: config.GetByteSize("ring-bytes-max", Kibi, long.MaxValue));
    }
}
