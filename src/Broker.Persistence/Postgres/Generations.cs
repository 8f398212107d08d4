using Broker.Actors.Persistence;
using Npgsql;

namespace Broker.Persistence.Postgres;

/// <summary>
/// The generation of the server's system identifier and timeline, from the table that the nodes share; where
/// commits are not flushed, also of the server's start, since a crash loses the newest. The first connection
/// to a new one makes its row. A connection that finds it only reads: a database that takes no writes can be
/// read.
/// </summary>
internal static class Generations
{
    // The name of the file that is written to begins with the timeline, in hex.
    private const string Here = $"""
        WITH here AS (
            SELECT (SELECT system_identifier FROM pg_control_system()) AS system,
                   ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint AS timeline,
                   CASE WHEN {PostgresDatabase.SyncsSql} THEN ''
                        ELSE extract(epoch FROM pg_postmaster_start_time())::text END AS server_start)
        """;

    private const string FindSql =
        $"{Here} SELECT id FROM broker.generation JOIN here USING (system, timeline, server_start)";

    // Another connection may be first: its row is kept.
    private const string MakeSql = $"""
        {Here}
        INSERT INTO broker.generation (id, system, timeline, server_start)
        SELECT $1, system, timeline, server_start FROM here
        ON CONFLICT (system, timeline, server_start) DO UPDATE SET id = generation.id
        RETURNING id
        """;

    public static Generation Of(NpgsqlConnection connection)
    {
        using var find = new NpgsqlCommand(FindSql, connection);
        if (find.ExecuteScalar() is long found) return new Generation((ulong)found);

        using var make = MakeCommand(connection);
        return new Generation((ulong)(long)make.ExecuteScalar()!);
    }

    public static async Task<Generation> OfAsync(NpgsqlConnection connection)
    {
        await using var find = new NpgsqlCommand(FindSql, connection);
        if (await find.ExecuteScalarAsync() is long found) return new Generation((ulong)found);

        await using var make = MakeCommand(connection);
        return new Generation((ulong)(long)(await make.ExecuteScalarAsync())!);
    }

    private static NpgsqlCommand MakeCommand(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(MakeSql, connection);
        var made = (long)Generation.New().Number;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = made });
        return command;
    }
}
