using Broker.Actors.Persistence;
using Npgsql;

namespace Broker.Persistence.Postgres;

/// <summary>
/// The generation of the server's system identifier and timeline, from the table that the nodes share. The
/// first connection to a new timeline makes its row.
/// </summary>
internal static class Generations
{
    // The name of the file that is written to begins with the timeline, in hex.
    private const string Sql = """
        WITH here AS (
            SELECT (SELECT system_identifier FROM pg_control_system()) AS system,
                   ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint AS timeline),
        made AS (
            INSERT INTO broker.generation (id, system, timeline)
            SELECT $1, system, timeline FROM here
            WHERE NOT EXISTS (SELECT FROM broker.generation JOIN here USING (system, timeline))
            ON CONFLICT (system, timeline) DO UPDATE SET id = generation.id
            RETURNING id)
        SELECT id FROM made
        UNION ALL
        SELECT id FROM broker.generation JOIN here USING (system, timeline)
        """;

    public static Generation Of(NpgsqlConnection connection)
    {
        using var command = Command(connection);
        return new Generation((ulong)(long)command.ExecuteScalar()!);
    }

    public static async Task<Generation> OfAsync(NpgsqlConnection connection)
    {
        await using var command = Command(connection);
        return new Generation((ulong)(long)(await command.ExecuteScalarAsync())!);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(Sql, connection);
        var made = (long)Generation.New().Number;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = made });
        return command;
    }
}
