using Broker.Actors.Configuration;

namespace Broker.Actors.Journal;

/// <summary>The <c>broker.journal</c> section of reference.conf, read once at start-up.</summary>
/// <param name="Store">Decided: never <see cref="JournalStore.Auto"/>.</param>
public sealed record JournalSettings(
    JournalStore Store,
    long SegmentBytes,
    int AppendBytesMax,
    int BatchBytesMax,
    long QueuedBytesMax,
    long MemoryBytesMax,
    int StreamsMax,
    PostgresSettings Postgres)
{
    private const long Kibi = 1 << 10;
    private const long Mebi = 1 << 20;

    public static JournalSettings From(SettingReader config) => new(
        Store: StoreFrom(config),
        SegmentBytes: config.GetByteSize("segment-bytes", 64 * Kibi, 1024 * Mebi),
        AppendBytesMax: (int)config.GetByteSize("append-bytes-max", Kibi, 256 * Mebi),
        BatchBytesMax: (int)config.GetByteSize("batch-bytes-max", Kibi, 256 * Mebi),
        QueuedBytesMax: config.GetByteSize("queued-bytes-max", Kibi, long.MaxValue),
        MemoryBytesMax: config.GetByteSize("memory-bytes-max", Kibi, long.MaxValue),
        StreamsMax: config.GetInt("streams-max", 1, int.MaxValue),
        Postgres: PostgresSettings.From(config.GetSection("postgres")));

    private static JournalStore StoreFrom(SettingReader config)
    {
        var isConnected = config.GetString("postgres.connection").Length > 0;
        return config.GetEnum<JournalStore>("store") switch
        {
            JournalStore.Auto => isConnected ? JournalStore.Postgres : JournalStore.File,
            JournalStore.Postgres when !isConnected => throw config.Error(
                "store", "postgres needs a connection (broker.journal.postgres.connection)"),
            var store => store,
        };
    }
}
