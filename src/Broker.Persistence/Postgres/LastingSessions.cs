using Npgsql;

namespace Broker.Persistence.Postgres;

/// <summary>
/// Whether a connection keeps its session from one transaction to the next. A pool that gives sessions to
/// transactions would give what a node has said of itself to another node.
/// </summary>
internal static class LastingSessions
{
    // Others that use the pool may take a session in between.
    private const int Rounds = 3;

    private const string Problem =
        "a pool before the database gives each transaction another session (in PgBouncer: pool_mode ="
        + " transaction or statement); the broker needs sessions that last: set pool_mode = session, or"
        + " connect directly";

    /// <param name="one">An open connection.</param>
    /// <param name="text">For another one beside it.</param>
    /// <exception cref="StoreException">It does not.</exception>
    public static async Task RequireAsync(NpgsqlConnection one, string text)
    {
        // A pool may keep a session from the moment on in which it has been changed.
        await using var change = new NpgsqlCommand("SET broker.node = ''", one);
        await change.ExecuteNonQueryAsync();

        await using var other = new NpgsqlConnection(text);
        await other.OpenAsync();

        // Such a pool gives the session that was used last, or each in turn.
        var session = await SessionOfAsync(one);
        for (var round = 0; round < Rounds; round++)
            if (await SessionOfAsync(one) != session || await SessionOfAsync(other) == session)
                throw new StoreException(Problem);
    }

    private static async Task<int> SessionOfAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
