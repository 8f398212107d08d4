using System.Globalization;
using System.Reflection;
using Broker.Actors.Persistence;
using Microsoft.Data.Sqlite;

namespace Broker.Persistence.Sqlite;

/// <summary>
/// The database file of one process: made where it is missing, refused where it is another's, of a later
/// version, damaged, locked or not to be written.
/// </summary>
internal static class SqliteFile
{
    public const string Name = "broker.db";

    // "Brkr"
    private const int ApplicationId = 0x42726b72;
    private const int Version = 1;
    private const int GenerationsMax = 1_000;

    // Primary result codes, https://www.sqlite.org/rescode.html.
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13;
    private const int CannotOpen = 14, NotADatabase = 26;

    /// <summary>Opens the file and begins a generation.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static Generation Prepare(SqliteConnections connections, string file, DateTimeOffset now)
    {
        try
        {
            MakePrivate(file);
            using var connection = connections.Open();
            Create(connection);
            return BeginGeneration(connection, now);
        }
        catch (SqliteException e)
        {
            throw new StoreException($"the database '{file}' {WhyUnusable(e)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"the database '{file}' cannot be opened: {e.Message}", e);
        }
    }

    // SQLite gives the files beside it the same mode.
    private static void MakePrivate(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        options.Share = FileShare.ReadWrite;
        new FileStream(file, options).Dispose();
    }

    private static void Create(SqliteConnection connection)
    {
        var application = Number(connection, "PRAGMA application_id");
        var version = Number(connection, "PRAGMA user_version");
        if (application == ApplicationId && version > Version)
        {
            throw new StoreException(
                $"the database '{connection.DataSource}' has version {version}, of a later broker; "
                + $"this one knows version {Version}");
        }

        if (application == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") == 0)
        {
            // Both only take effect on an empty file, and the second only outside a transaction.
            Run(connection, "PRAGMA auto_vacuum = INCREMENTAL");
            Run(connection, "PRAGMA journal_mode = WAL");
            Run(connection, $"""
                BEGIN IMMEDIATE;
                {Schema()}
                PRAGMA application_id = {ApplicationId};
                PRAGMA user_version = {Version};
                COMMIT;
                """);
        }
        else if (application != ApplicationId)
        {
            throw new StoreException($"the database '{connection.DataSource}' is not the broker's");
        }

        Run(connection, "PRAGMA journal_mode = WAL");
    }

    private static Generation BeginGeneration(SqliteConnection connection, DateTimeOffset now)
    {
        var generation = Generation.New();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            BEGIN IMMEDIATE;
            INSERT INTO generation (id, started) VALUES ($id, $started);
            DELETE FROM generation WHERE ordinal <= (SELECT max(ordinal) FROM generation) - {GenerationsMax};
            COMMIT;
            """;
        command.Parameters.AddWithValue("$id", (long)generation.Number);
        command.Parameters.AddWithValue("$started", now.ToString("O", CultureInfo.InvariantCulture));
        command.ExecuteNonQuery();
        return generation;
    }

    private static string WhyUnusable(SqliteException e) => e.SqliteErrorCode switch
    {
        Busy or Locked => "is locked by another process",
        ReadOnly => "cannot be written: it, or its directory, is read-only",
        IoError => $"cannot be read or written: {e.Message}",
        Full => "cannot be written: the disk is full",
        CannotOpen => "cannot be opened, or no file can be made in its directory",
        Corrupt => "is damaged: restore it from a backup",
        NotADatabase => "is no SQLite database, or it is damaged: restore it from a backup",
        _ => $"cannot be used: {e.Message}",
    };

    private static string Schema()
    {
        using var reader = new StreamReader(
            Assembly.GetExecutingAssembly().GetManifestResourceStream("sqlite.sql")!);
        return reader.ReadToEnd();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
