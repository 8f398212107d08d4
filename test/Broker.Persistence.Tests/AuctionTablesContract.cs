using System.Text;
using Broker.Actors.Auction;
using Broker.Persistence.Tests.Kit;

namespace Broker.Persistence.Tests;

/// <summary>What the auction's tables do in every store.</summary>
public abstract class AuctionTablesContract
{
    private protected abstract Task<Node> StartAsync();

    private protected async Task Keeps_the_newest_row_of_each_offer()
    {
        await using var node = await StartAsync();
        var tables = node.Store.Auction;
        await tables.WriteOffersAsync([Row(1, 5, "five"), Row(2, 1, "one")], default);
        await tables.WriteOffersAsync([Row(1, 4, "four"), Row(2, 2, "two"), Row(3, 1, "")], default);

        Assert.Equal(
            ["o:0000000000000001 5 five", "o:0000000000000002 2 two", "o:0000000000000003 1 "],
            (await ReadAsync(tables)).Order());
    }

    private protected async Task Names_the_offers_whose_newest_event_is_in_no_row()
    {
        await using var node = await StartAsync();
        var tables = node.Store.Auction;
        Assert.Empty(await UnlistedAsync(tables));
        foreach (var id in new[] { "o:0000000000000001", "o:0000000000000002", "o:00000000000000ff" })
        {
            var counter = node.Counter(id);
            for (var number = 1ul; number <= 3; number++) await counter.Ask<ulong>(number, Node.Patience);
        }
        foreach (var other in new[] { "a:ann", "c:news", "ids", "n", "p:" })
            await node.Counter(other).Ask<ulong>(1ul, Node.Patience);
        await tables.WriteOffersAsync([Row(1, 3, "")], default);
        await tables.WriteOffersAsync([Row(2, 2, "")], default);

        Assert.Equal(
            ["o:0000000000000002", "o:00000000000000ff"], (await UnlistedAsync(tables)).Order());
        Assert.Equal(1, await tables.CountAccountsAsync(default));
    }

    private protected static async Task<List<string>> ReadAsync(IAuctionTables tables)
    {
        var rows = new List<string>();
        await foreach (var row in tables.ReadOffersAsync(default))
            rows.Add($"{row.PersistenceId} {row.SequenceNr} {Encoding.UTF8.GetString(row.Offer.Span)}");
        return rows;
    }

    private static async Task<List<string>> UnlistedAsync(IAuctionTables tables)
    {
        var ids = new List<string>();
        await foreach (var id in tables.ReadUnlistedOffersAsync(default)) ids.Add(id);
        return ids;
    }

    private protected static OfferRow Row(ulong number, long sequenceNr, string offer) =>
        new(AuctionIds.OfOffer(new OfferId(number)), sequenceNr, Encoding.UTF8.GetBytes(offer));
}
