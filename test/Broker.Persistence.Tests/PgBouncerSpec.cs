using Broker.Persistence.Tests.Kit;
using Broker.Postgres.TestKit;

namespace Broker.Persistence.Tests;

public sealed class PgBouncerSpec
{
    [SkippableFact]
    public async Task Stores_through_a_pool_that_keeps_sessions()
    {
        var server = await PostgresServer.SharedAsync();
        await using var pool = await PgBouncer.StartAsync(server, "session");
        var settings = Node.Settings with { Postgres = pool.Before(await server.CreateDatabaseAsync()) };

        await using var node = await Node.StartAsync("", settings);
        Assert.Equal(1ul, await node.Counter("one").Ask<object>(1ul, Node.Patience));
        Assert.Equal([1ul], (await Node.ReadAsync(node.Counter("one"))).Numbers);
    }

    [SkippableTheory]
    [InlineData("transaction", "")]
    [InlineData("statement", "")]
    [InlineData("transaction", "server_round_robin = 1")]
    [InlineData("transaction", "default_pool_size = 1")]
    public async Task Refuses_a_pool_that_gives_sessions_to_transactions(string mode, string more)
    {
        var server = await PostgresServer.SharedAsync();
        await using var pool = await PgBouncer.StartAsync(server, mode, more);
        var settings = Node.Settings with { Postgres = pool.Before(await server.CreateDatabaseAsync()) };

        var refusal = await Assert.ThrowsAsync<StoreException>(() => Node.StartAsync("", settings));
        Assert.Contains("pool_mode = session", refusal.Message, StringComparison.Ordinal);
    }
}
