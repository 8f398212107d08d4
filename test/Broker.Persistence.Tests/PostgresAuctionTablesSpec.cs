using System.Text;
using Broker.Actors.Auction;
using Broker.Persistence.Tests.Kit;
using Broker.Postgres.TestKit;
using Npgsql;

namespace Broker.Persistence.Tests;

public sealed class PostgresAuctionTablesSpec : AuctionTablesContract
{
    [SkippableFact]
    public Task A_row_is_replaced_by_a_newer_one_alone() => Keeps_the_newest_row_of_each_offer();

    [SkippableFact]
    public Task Offers_without_their_newest_row_are_named() =>
        Names_the_offers_whose_newest_event_is_in_no_row();

    [SkippableFact]
    public async Task Offers_that_changed_lately_come_with_their_row_where_it_has_the_change()
    {
        await using var node = await StartAsync();
        var tables = node.Store.Auction;
        foreach (var id in new[] { "o:0000000000000001", "o:0000000000000002", "o:0000000000000003", "c:o" })
            for (var number = 1ul; number <= 2; number++)
                await node.Counter(id).Ask<ulong>(number, Node.Patience);
        await tables.WriteOffersAsync([Row(1, 2, "new"), Row(2, 1, "old"), Row(3, 2, "three")], default);
        await PostgresServer.ExecuteAsync(node.Database, $"""
            UPDATE broker.journal SET created = broker.clock() - {TimeSpan.FromMinutes(2).Ticks}
            WHERE persistence_id = 'o:0000000000000003'
            """);

        Assert.Equal(
            ["o:0000000000000001 new", "o:0000000000000002 -"],
            (await ChangedAsync(tables, TimeSpan.FromMinutes(1))).Order());
        Assert.Equal(
            ["o:0000000000000001 new", "o:0000000000000002 -", "o:0000000000000003 three"],
            (await ChangedAsync(tables, TimeSpan.FromDays(1))).Order());
    }

    [SkippableFact]
    public async Task An_event_has_the_time_of_the_database()
    {
        await using var node = await StartAsync();
        var before = DateTime.UtcNow.Ticks;
        await node.Counter("o:0000000000000001").Ask<ulong>(1ul, Node.Patience);
        await using var connection = new NpgsqlConnection(node.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT created FROM broker.journal", connection);

        // The database is on this machine.
        var created = (long)(await command.ExecuteScalarAsync())!;
        Assert.InRange(created - before, -TimeSpan.TicksPerSecond, TimeSpan.TicksPerMinute);
    }

    [SkippableFact]
    public async Task A_table_that_cannot_be_used_is_an_IOException()
    {
        await using var node = await StartAsync();
        await PostgresServer.ExecuteAsync(node.Database, "ALTER TABLE broker.offer_list RENAME TO away");
        await Assert.ThrowsAsync<IOException>(() => ReadAsync(node.Store.Auction));
        await Assert.ThrowsAsync<IOException>(
            () => node.Store.Auction.WriteOffersAsync([Row(1, 1, "")], default));
    }

    private static async Task<List<string>> ChangedAsync(IAuctionTables tables, TimeSpan age)
    {
        var changed = new List<string>();
        await foreach (var one in tables.ReadChangedOffersAsync(age, default))
        {
            var row = one.Row is { } written ? Encoding.UTF8.GetString(written.Offer.Span) : "-";
            changed.Add($"{one.PersistenceId} {row}");
        }
        return changed;
    }

    private protected override async Task<Node> StartAsync() => await Node.StartAsync("", Node.Settings with
    {
        Postgres = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(),
    });
}
