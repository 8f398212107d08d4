using Broker.Persistence;
using Broker.Postgres.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Broker.Cluster.Tests.Kit;

/// <summary>A database with the tables of the store.</summary>
internal static class StoreDatabase
{
    private static readonly Lazy<Task> Template = new(MakeTemplateAsync);

    /// <summary>Gives the connection string to a new one.</summary>
    public static async Task<string> CreateAsync()
    {
        PostgresServer.Require();
        await Template.Value;
        return await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("store");
    }

    public static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Makes the store's tables in a database that has none.</summary>
    public static async Task PrepareAsync(string connectionString) =>
        await (await OpenAsync(connectionString)).DisposeAsync();

    /// <summary>Opens the store of a process.</summary>
    /// <param name="node">The node that it is; null for one that only makes tables.</param>
    public static Task<EventStore> OpenAsync(string connectionString, long? node = null) =>
        EventStore.OpenAsync(
            new PersistenceSettings(
                Fsync: false, TimeSpan.FromSeconds(1), 1 << 20, TimeSpan.FromSeconds(10),
                QueuedWritesMax: 1000, QueuedBytesMax: 1 << 20, connectionString, PoolMax: 4),
            "", TimeProvider.System, NullLogger<EventStore>.Instance, node);

    private static async Task MakeTemplateAsync()
    {
        var server = await PostgresServer.SharedAsync();
        await server.ExecuteAsync("CREATE DATABASE store TEMPLATE template0");
        await PrepareAsync(server.ConnectionTo("store") + ";Pooling=false");
        await server.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'store'");
    }
}
