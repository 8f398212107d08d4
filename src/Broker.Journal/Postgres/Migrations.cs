using System.Globalization;
using System.Reflection;
using Npgsql;

namespace Broker.Journal.Postgres;

/// <summary>
/// The steps from an empty database to today's tables: files <c>NNNN-name.sql</c> beside this one. Each is
/// applied once and never changed afterwards.
/// </summary>
internal static class Migrations
{
    // Any number that no other program in the database takes.
    private const long LockKey = 0x62726f6b6572;
    private const string Folder = ".Migrations.";

    // A new index on a large table takes its time, and another process may be making it just now.
    private const int StepSecondsMax = 600;

    private static readonly IReadOnlyList<(int Version, string Name, string Sql)> All = Embedded();

    /// <summary>
    /// Applies what is missing, all of it or nothing, while other processes that start wait.
    /// </summary>
    /// <exception cref="JournalException">A later program made the tables, or they cannot be
    /// made.</exception>
    public static void Apply(NpgsqlConnection connection)
    {
        if (PostgresDatabase.Shows(connection, "server_encoding") is var encoding and not "UTF8")
            throw new JournalException($"The database's encoding is {encoding}; it must be UTF8.");

        using var transaction = connection.BeginTransaction();
        Run(connection, $"SET LOCAL statement_timeout = '{StepSecondsMax}s'");
        Run(connection, $"SELECT pg_advisory_xact_lock({LockKey})");
        var applied = LastApplied(connection);
        if (applied > All[^1].Version)
        {
            throw new JournalException(
                $"The database has version {applied}, of a later broker; this one knows {All[^1].Version}.");
        }

        foreach (var (version, name, sql) in All.Where(migration => migration.Version > applied))
        {
            Run(connection, sql);
            Run(connection, $"INSERT INTO broker.migrations (version, name) VALUES ({version}, '{name}')");
        }

        transaction.Commit();
    }

    private static int LastApplied(NpgsqlConnection connection)
    {
        // Asked first, since "if not exists" wants the right to create also where everything is there.
        if (Scalar(connection, "SELECT to_regclass('broker.migrations') IS NOT NULL") is not true)
        {
            Run(connection, """
                CREATE SCHEMA IF NOT EXISTS broker;
                CREATE TABLE broker.migrations (
                    version integer PRIMARY KEY,
                    name text NOT NULL,
                    applied timestamptz NOT NULL DEFAULT now())
                """);
        }

        return (int)Scalar(connection, "SELECT coalesce(max(version), 0) FROM broker.migrations")!;
    }

    private static object? Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    private static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = StepSecondsMax };
        command.ExecuteNonQuery();
    }

    private static IReadOnlyList<(int Version, string Name, string Sql)> Embedded()
    {
        var assembly = typeof(Migrations).Assembly;
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               let at = resource.IndexOf(Folder, StringComparison.Ordinal)
               where at >= 0
               let name = resource[(at + Folder.Length)..^".sql".Length]
               orderby name
               select (int.Parse(name[..4], CultureInfo.InvariantCulture), name, Text(assembly, resource)),
        ];
    }

    private static string Text(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
