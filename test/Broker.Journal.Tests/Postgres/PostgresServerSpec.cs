using Broker.Postgres.TestKit;
using Npgsql;

namespace Broker.Journal.Tests.Postgres;

/// <summary>The server that the other specs stand on.</summary>
public class PostgresServerSpec
{
    [SkippableFact]
    public async Task Comes_back_after_a_stop_and_after_a_kill_and_leaves_nothing()
    {
        var server = await PostgresServer.StartNewAsync();
        var database = await server.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(database, "CREATE TABLE kept (id int)");

        await server.StopAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => PostgresServer.ExecuteAsync(database, "SELECT 1"));
        await server.StartAsync();
        await server.KillAsync();
        await server.StartAsync();
        await PostgresServer.ExecuteAsync(database, "INSERT INTO kept VALUES (1)");

        await server.DisposeAsync();
        Assert.False(File.Exists(server.LogFile));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => PostgresServer.ExecuteAsync(database, "SELECT 1"));
    }

    [SkippableFact]
    public async Task Breaks_the_connections_of_everybody_else()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var connection = new NpgsqlConnection(await server.CreateDatabaseAsync());
        await connection.OpenAsync();
        await server.TerminateBackendsAsync();

        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteScalarAsync());
    }
}
