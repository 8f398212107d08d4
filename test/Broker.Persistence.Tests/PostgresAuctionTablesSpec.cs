using Broker.Persistence.Tests.Kit;
using Broker.Postgres.TestKit;

namespace Broker.Persistence.Tests;

public sealed class PostgresAuctionTablesSpec : AuctionTablesContract
{
    [SkippableFact]
    public Task A_row_is_replaced_by_a_newer_one_alone() => Keeps_the_newest_row_of_each_offer();

    [SkippableFact]
    public Task Offers_without_their_newest_row_are_named() =>
        Names_the_offers_whose_newest_event_is_in_no_row();

    [SkippableFact]
    public async Task A_table_that_cannot_be_used_is_an_IOException()
    {
        await using var node = await StartAsync();
        await PostgresServer.ExecuteAsync(node.Database, "ALTER TABLE broker.offer_list RENAME TO away");
        await Assert.ThrowsAsync<IOException>(() => ReadAsync(node.Store.Auction));
        await Assert.ThrowsAsync<IOException>(
            () => node.Store.Auction.WriteOffersAsync([Row(1, 1, "")], default));
    }

    private protected override async Task<Node> StartAsync() => await Node.StartAsync("", Node.Settings with
    {
        Postgres = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(),
    });
}
