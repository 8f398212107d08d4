using Broker.Persistence.Postgres;
using Broker.Persistence.Tests.Kit;
using Broker.Postgres.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Broker.Persistence.Tests;

public sealed class PostgresEventWriterSpec
{
    [SkippableFact]
    public async Task Writes_nothing_of_a_generation_that_its_connection_has_ended()
    {
        var settings = Node.Settings with
        {
            Postgres = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(),
        };
        await using var database = await PostgresDatabase.OpenAsync(
            settings, nodeId: null, NullLogger.Instance);
        await using var writer = new PostgresEventWriter(database.Source, settings);

        await writer.WriteAsync([RowOf("current")], () => true, default);
        await Assert.ThrowsAsync<RowRefusedException>(
            () => writer.WriteAsync([RowOf("stale")], () => false, default));

        var reader = new EventReader(
            "broker.journal", async stop => await database.Source.OpenConnectionAsync(stop));
        Assert.Equal(1, await reader.ReadHighestSequenceNrAsync("current", default));
        Assert.Equal(0, await reader.ReadHighestSequenceNrAsync("stale", default));
    }

    [Fact]
    public async Task Goes_on_when_the_name_of_the_server_is_not_resolved()
    {
        await using var source = NpgsqlDataSource.Create("Host=no-such-server.invalid;Username=none");
        await using var writer = new PostgresEventWriter(source, Node.Settings);

        for (var tries = 0; tries < 2; tries++)
            await Assert.ThrowsAsync<IOException>(
                () => writer.WriteAsync([RowOf("one")], () => true, default));
        await Assert.ThrowsAsync<IOException>(writer.ProbeAsync);
    }

    private static EventRow RowOf(string id) => new(id, SequenceNr: 1, Created: 0, SerializerId: 1, "m", [1]);
}
