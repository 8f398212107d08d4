using Broker.Persistence.Tests.Kit;
using Broker.Postgres.TestKit;

namespace Broker.Persistence.Tests;

public sealed class PostgresChannelTablesSpec : ChannelTablesContract
{
    [SkippableFact]
    public Task Channels_are_named_with_the_age_of_what_can_go() =>
        Names_channels_in_pages_and_since_when_they_can_be_trimmed();

    [SkippableFact]
    public Task The_newest_event_stays() => Trims_what_is_too_old_but_never_the_newest_event();

    [SkippableFact]
    public Task A_long_channel_is_trimmed_in_pieces() => Trims_more_than_one_transaction_takes();

    [SkippableFact]
    public async Task A_store_that_fails_is_an_IOException()
    {
        await using var node = await StartAsync();
        await ExecuteAsync(node, "ALTER TABLE broker.journal RENAME TO away");

        await Assert.ThrowsAsync<IOException>(() => node.Store.Channels.ReadAsync("", 1, default));
    }

    private protected override async Task<Node> StartAsync() => await Node.StartAsync("", Node.Settings with
    {
        Postgres = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(),
    });

    private protected override Task ExecuteAsync(Node node, string sql) =>
        PostgresServer.ExecuteAsync(node.Database, sql);
}
