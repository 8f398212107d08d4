using System.Data.Common;
using System.Globalization;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql.Config;
using Broker.Actors;
using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Persistence;
using Broker.Persistence.Postgres;
using Broker.Persistence.Sqlite;
using LinqToDB;
using LinqToDB.Data;
using LinqToDB.DataProvider.PostgreSQL;
using Microsoft.Extensions.Logging;

namespace Broker.Persistence;

/// <summary>
/// The store of one process, opened before the actor system starts and closed after it ended. It gives the
/// system its configuration and its set-up; actors then see Akka.Persistence alone.
/// </summary>
public sealed class EventStore : IAsyncDisposable
{
    private const string JournalId = "akka.persistence.journal.broker";
    private const string SnapshotsId = "akka.persistence.snapshot-store.broker";
    private readonly IReadOnlyList<IAsyncDisposable> _resources;
    private SqliteConnections? _connections;

    private EventStore(
        StoreSetup store,
        IAuctionTables auction,
        IChannelTables channels,
        DataOptions options,
        string config,
        Durability durability,
        params IReadOnlyList<IAsyncDisposable> resources)
    {
        (Auction, Channels) = (auction, channels);
        var data = new MultiDataOptionsSetup();
        data.AddDataOptions(JournalId, options);
        data.AddDataOptions(SnapshotsId, options);
        Setups = [store, data];
        Config = ConfigurationFactory.ParseString(config)
            .WithFallback(ConfigurationFactory.FromResource("store.conf", typeof(EventStore).Assembly))
            .WithFallback(
                ConfigurationFactory.FromResource("persistence.conf", typeof(StoredEvent).Assembly));
        (Generation, Health, Durability) = (store.Generation, store.Health, durability);
        _resources = resources;
    }

    /// <summary>What the actor system's bootstrap takes.</summary>
    public IReadOnlyList<Setup> Setups { get; }

    /// <summary>What goes before the actor system's own configuration.</summary>
    public Config Config { get; }

    public CurrentGeneration Generation { get; }

    public IAuctionTables Auction { get; }

    public IChannelTables Channels { get; }

    public StoreHealth Health { get; }

    /// <summary>
    /// True for a store outside of this machine: when it is away, it is away for every process.
    /// </summary>
    public bool IsShared { get; private init; }

    /// <summary>What is true of everything that the store has acknowledged.</summary>
    public Durability Durability { get; }

    /// <summary>Opens PostgreSQL where the settings name it, else SQLite in the directory.</summary>
    /// <param name="nodeId">Under whose lease PostgreSQL is written; null without a cluster.</param>
    /// <exception cref="StoreException">It cannot be used; the message is for the operator.</exception>
    public static Task<EventStore> OpenAsync(
        PersistenceSettings settings,
        string directory,
        TimeProvider time,
        ILogger<EventStore> logger,
        long? nodeId = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        return settings.UsesPostgres
            ? OpenPostgresAsync(settings, nodeId, time, logger)
            : Task.FromResult(OpenSqlite(settings, directory, time, logger));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var resource in _resources) await resource.DisposeAsync();
        _connections?.Dispose();
    }

    private static EventStore OpenSqlite(
        PersistenceSettings settings, string directory, TimeProvider time, ILogger logger)
    {
        var file = Path.Combine(directory, SqliteFile.Name);
        var connections = new SqliteConnections(file, settings);
        var generation = Begin();
        var options = new DataOptions()
            .UseConnectionString(ProviderName.SQLiteMS, connections.ConnectionString)
            .UseInterceptor(connections);
        var reader = new EventReader("journal", _ => ValueTask.FromResult<DbConnection>(connections.Open()));
        var writer = new SqliteEventWriter(connections, settings);
        var health = new StoreHealth(writer.ProbeAsync, time, logger);
        return new EventStore(
            new StoreSetup(writer, reader, generation, health),
            new SqliteAuctionTables(connections),
            new SqliteChannelTables(connections),
            options,
            // A deferred transaction: with another level, each read waits for the writer.
            PluginConfig(settings, ProviderName.SQLiteMS, "read-isolation-level = read-uncommitted"),
            settings.Fsync ? Durability.Fsync : Durability.File,
            health, writer)
        {
            _connections = connections,
        };

        CurrentGeneration Begin()
        {
            try
            {
                return new CurrentGeneration(SqliteFile.Prepare(connections, file, time.GetUtcNow()));
            }
            catch (StoreException)
            {
                connections.Dispose();
                throw;
            }
        }
    }

    private static async Task<EventStore> OpenPostgresAsync(
        PersistenceSettings settings, long? nodeId, TimeProvider time, ILogger logger)
    {
        var database = await PostgresDatabase.OpenAsync(settings, nodeId, logger);
        var provider = PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15);
        var writer = new PostgresEventWriter(database.Source, settings);
        var health = new StoreHealth(writer.ProbeAsync, time, logger);
        return new EventStore(
            new StoreSetup(
                writer,
                new EventReader(
                    "broker.journal", async stop => await database.Source.OpenConnectionAsync(stop)),
                database.Generation!, health),
            new PostgresAuctionTables(database.Source),
            new PostgresChannelTables(database.Source),
            // The plug-ins also look at the provider's name.
            new DataOptions().UseConnectionFactory(provider, _ => database.Source.CreateConnection())
                .WithOptions<ConnectionOptions>(o => o with { ProviderName = ProviderName.PostgreSQL15 }),
            PluginConfig(settings, ProviderName.PostgreSQL15, "default.schema-name = broker"),
            database.SyncsToDisk ? Durability.Fsync : Durability.File,
            health, writer, database)
        {
            IsShared = true,
        };
    }

    private static string PluginConfig(PersistenceSettings settings, string provider, string more)
    {
        var plugin = string.Create(CultureInfo.InvariantCulture, $$"""
            provider-name = "{{provider}}"
            circuit-breaker.call-timeout = {{settings.WriteTimeout.TotalMilliseconds:0}}ms
            {{more}}
            """);
        return $"{JournalId} {{ {plugin} }}\n{SnapshotsId} {{ {plugin} }}";
    }
}
