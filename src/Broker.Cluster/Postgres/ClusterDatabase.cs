using Broker.Cluster.Leases;
using Npgsql;

namespace Broker.Cluster.Postgres;

/// <summary>The tables of the cluster, and a few connections of their own.</summary>
internal sealed class ClusterDatabase : IAsyncDisposable
{
    // That of the store's tables: "brkr".
    private const long MigrationLock = 0x62726b72;
    private const int ConnectionsMax = 4;
    private const int TimeoutSeconds = 2;

    // A node that stands still while it decides how it joins does not keep the others from it for longer.
    private const string LimitsSql = """
        SET statement_timeout = '10s';
        SET idle_in_transaction_session_timeout = '30s';
        SET idle_session_timeout = 0
        """;

    private readonly NpgsqlDataSource _source;

    private ClusterDatabase(string connection, LeaseTimes times)
    {
        var builder = new NpgsqlDataSourceBuilder(Pooled(connection));
        builder.UsePhysicalConnectionInitializer(Limit, LimitAsync);
        _source = builder.Build();
        Nodes = new NodeTable(_source, times.Ttl);
    }

    public NodeTable Nodes { get; }

    /// <summary>Makes the tables where they are missing. The store's come first.</summary>
    /// <exception cref="ClusterException">The database cannot be used.</exception>
    public static async Task<ClusterDatabase> OpenAsync(
        string connection, LeaseTimes times, CancellationToken cancellation)
    {
        var database = new ClusterDatabase(connection, times);
        try
        {
            await CreateAsync(connection, cancellation);
            return database;
        }
        catch (Exception e) when (NodeTable.IsAway(e))
        {
            await database.DisposeAsync();
            throw new ClusterException($"the cluster's tables cannot be used: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // A reset would forget the session's limits.
    private static string Pooled(string connection) => new NpgsqlConnectionStringBuilder(connection)
    {
        NoResetOnClose = true,
        ApplicationName = "broker cluster",
        Pooling = true,
        MinPoolSize = 0,
        MaxPoolSize = ConnectionsMax,
        Multiplexing = false,
        Enlist = false,
        Timeout = TimeoutSeconds,
        CommandTimeout = TimeoutSeconds,
        // A renewal that is late is tried on another connection at once.
        CancellationTimeout = -1,
    }.ConnectionString;

    private static void Limit(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(LimitsSql, connection);
        command.ExecuteNonQuery();
    }

    private static async Task LimitAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(LimitsSql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task CreateAsync(string text, CancellationToken cancellation)
    {
        var builder = new NpgsqlConnectionStringBuilder(text) { Pooling = false };
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ScalarAsync(connection, $"SELECT pg_advisory_xact_lock({MigrationLock})", cancellation);
        if (await ScalarAsync(connection, "SELECT to_regclass('broker.node') IS NULL", cancellation) is true)
            await ScalarAsync(connection, Schema(), cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<object?> ScalarAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }

    private static string Schema()
    {
        using var reader = new StreamReader(
            typeof(ClusterDatabase).Assembly.GetManifestResourceStream("cluster.sql")!);
        return reader.ReadToEnd();
    }
}
