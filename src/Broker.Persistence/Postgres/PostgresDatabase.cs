using System.Net.Sockets;
using System.Reflection;
using System.Security.Authentication;
using Broker.Actors.Persistence;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Broker.Persistence.Postgres;

/// <summary>
/// The database: a pool of connections, its tables, and its timeline, which each new connection looks at
/// before it is used.
/// </summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const int Version = 1;

    // "brkr": no other program in the database takes it.
    private const long MigrationLock = 0x62726b72;
    private const int StatementsPreparedMax = 20;

    /// <summary>True where a commit is on the disk when it is answered.</summary>
    internal const string SyncsSql =
        "(current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off')";

    // The driver gives a statement up by itself. These bound what a node that is gone leaves in the server.
    // They go before shorter ones of the role, which would break a long read or an idle connection.
    private const string LimitsSql = """
        SET statement_timeout = '60s';
        SET idle_in_transaction_session_timeout = '60s';
        SET idle_session_timeout = 0
        """;

    private readonly long? _nodeId;
    private readonly ILogger _logger;

    private PostgresDatabase(PersistenceSettings settings, long? nodeId, ILogger logger)
    {
        (_nodeId, _logger) = (nodeId, logger);
        var builder = new NpgsqlDataSourceBuilder(Pooled(settings));
        builder.UsePhysicalConnectionInitializer(Follow, FollowAsync);
        Source = builder.Build();
    }

    public NpgsqlDataSource Source { get; }

    // What each session begins with.
    private string SessionSql => _nodeId is { } id ? $"{LimitsSql}; SET broker.node = '{id}'" : LimitsSql;

    /// <summary>Null until the first connection.</summary>
    public CurrentGeneration? Generation { get; private set; }

    /// <summary>True where a commit is on the disk when it is answered.</summary>
    public bool SyncsToDisk { get; private set; }

    /// <exception cref="StoreException">There is no such database, or it is of a later version.</exception>
    public static async Task<PostgresDatabase> OpenAsync(
        PersistenceSettings settings, long? nodeId, ILogger logger)
    {
        PostgresDatabase? database = null;
        try
        {
            await CreateAsync(settings);
            database = new PostgresDatabase(settings, nodeId, logger);
            await using var connection = await database.Source.OpenConnectionAsync();
            database.SyncsToDisk = await ScalarAsync(connection, $"SELECT {SyncsSql}") is true;
            return database;
        }
        catch (Exception e) when (
            e is NpgsqlException or SocketException or ArgumentException or TimeoutException)
        {
            if (database is not null) await database.DisposeAsync();
            throw new StoreException(Describe(e), e);
        }
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    /// <summary>One line for the operator: the driver's outer message often says nothing.</summary>
    internal static string Describe(Exception e) => e switch
    {
        NpgsqlException { InnerException: AuthenticationException inner } =>
            $"{e.Message} ({inner.Message}): the server's certificate must be signed by an authority that is"
            + " trusted (Root Certificate), be for the name in Host, and be in force",
        NpgsqlException { InnerException: { } inner } and not PostgresException
            when inner.Message != e.Message => $"{e.Message} ({inner.Message})",
        _ => e.Message,
    };

    // A reset would forget the session's node, and PgBouncer takes no option at the session's start.
    private static string Pooled(PersistenceSettings settings)
    {
        var seconds = (int)Math.Ceiling(settings.WriteTimeout.TotalSeconds);
        return new NpgsqlConnectionStringBuilder(settings.Postgres)
        {
            NoResetOnClose = true,
            ApplicationName = "broker",
            Pooling = true,
            MinPoolSize = 0,
            MaxPoolSize = settings.PoolMax,
            Multiplexing = false,
            Enlist = false,
            CommandTimeout = seconds,
            Timeout = seconds,
            KeepAlive = seconds,
            MaxAutoPrepare = StatementsPreparedMax,
        }.ConnectionString;
    }

    private static async Task CreateAsync(PersistenceSettings settings)
    {
        var text = new NpgsqlConnectionStringBuilder(settings.Postgres) { Pooling = false };
        await using var connection = new NpgsqlConnection(text.ConnectionString);
        await connection.OpenAsync();
        await LastingSessions.RequireAsync(connection, text.ConnectionString);
        await ScalarAsync(connection, LimitsSql);
        var encoding = await ScalarAsync(connection, "SELECT current_setting('server_encoding')");
        if (encoding is not "UTF8")
            throw new StoreException($"the database's encoding is {encoding}; it must be UTF8");

        await using var transaction = await connection.BeginTransactionAsync();
        await ScalarAsync(connection, $"SELECT pg_advisory_xact_lock({MigrationLock})");
        // Asked first: CREATE needs a right even where there is nothing to create.
        if (await ScalarAsync(connection, "SELECT to_regnamespace('broker') IS NULL") is true)
            await ScalarAsync(connection, "CREATE SCHEMA broker");
        if (await ScalarAsync(connection, "SELECT to_regclass('broker.store') IS NULL") is true)
            await ScalarAsync(connection, Schema());
        var version = (int)(await ScalarAsync(connection, "SELECT max(version) FROM broker.store"))!;
        if (version > Version)
        {
            throw new StoreException(
                $"the database has version {version}, of a later broker; this one knows version {Version}");
        }
        await transaction.CommitAsync();
    }

    private void Follow(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(SessionSql, connection);
        command.ExecuteNonQuery();
        Begin(Generations.Of(connection));
    }

    private async Task FollowAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(SessionSql, connection);
        await command.ExecuteNonQueryAsync();
        Begin(await Generations.OfAsync(connection));
    }

    private void Begin(Generation generation)
    {
        if (Generation is null) Generation = new CurrentGeneration(generation);
        else if (Generation.Value != generation)
        {
            Generation.Begin(generation);
            Log.GenerationBegins(_logger, generation.ToString());
        }
    }

    private static string Schema()
    {
        using var reader = new StreamReader(
            Assembly.GetExecutingAssembly().GetManifestResourceStream("postgres.sql")!);
        return reader.ReadToEnd();
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
