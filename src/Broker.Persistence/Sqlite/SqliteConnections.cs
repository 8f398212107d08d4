using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using LinqToDB.Interceptors;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Broker.Persistence.Sqlite;

/// <summary>
/// Opens connections to one file and sets what SQLite keeps for each connection: how it flushes, and how long
/// it waits for another writer. linq2db calls it for those that it opens.
/// </summary>
internal sealed class SqliteConnections(string file, PersistenceSettings settings)
    : ConnectionInterceptor, IDisposable
{
    // The pool hands out the same native connection again: it is prepared once.
    private readonly ConditionalWeakTable<sqlite3, object> _prepared = [];

    private readonly string _pragmas = string.Create(CultureInfo.InvariantCulture, $"""
        PRAGMA busy_timeout = {settings.LockTimeout.TotalMilliseconds:0};
        PRAGMA synchronous = {(settings.Fsync ? "FULL" : "NORMAL")};
        PRAGMA journal_size_limit = {settings.WalBytesMax};
        """);

    public string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Cache = SqliteCacheMode.Private,
        Pooling = true,
        // Microsoft.Data.Sqlite itself retries every 150 ms until then; SQLite's own wait comes before it.
        DefaultTimeout = (int)Math.Ceiling(settings.LockTimeout.TotalSeconds),
    }.ConnectionString;

    /// <summary>Where SQLite has its write-ahead log.</summary>
    public string LogFile { get; } = file + "-wal";

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            Prepare(connection);
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    public override void ConnectionOpened(ConnectionEventData eventData, DbConnection connection) =>
        Prepare((SqliteConnection)connection);

    public override async Task ConnectionOpenedAsync(
        ConnectionEventData eventData, DbConnection connection, CancellationToken cancellationToken)
    {
        // SQLite works on the caller's thread: without this recoveries would run one after the other on the
        // journal's.
        await Task.Yield();
        Prepare((SqliteConnection)connection);
    }

    /// <summary>Closes the connections that wait in the pool.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    private void Prepare(SqliteConnection connection)
    {
        if (_prepared.TryGetValue(connection.Handle!, out _)) return;

        using var command = connection.CreateCommand();
        command.CommandText = _pragmas;
        command.ExecuteNonQuery();
        _prepared.AddOrUpdate(connection.Handle!, this);
    }
}
