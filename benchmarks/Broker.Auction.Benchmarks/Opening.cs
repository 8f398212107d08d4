using System.Diagnostics;
using Broker.History;

namespace Broker.Auction.Benchmarks;

/// <summary>How long the first request for an offer of many bids takes after a restart.</summary>
internal static class Opening
{
    private const int BidsWanted = 100_000;
    private const int Connections = 64;
    private const int Restarts = 7;

    public static async Task RunAsync(string gateway, string directory)
    {
        var (offer, other) = await FillAsync(gateway, directory);
        var (cold, warm, bids) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Restarts; i++)
        {
            using (var server = await Server.StartAsync(gateway, directory, "file"))
                cold.Add(await TimeAsync(await Accounts.LogInAsync(server), $"/v1/offer/{offer}"));
            using (var server = await Server.StartAsync(gateway, directory, "file"))
            {
                var client = await Accounts.LogInAsync(server);
                for (var j = 0; j < 20; j++) await TimeAsync(client, $"/v1/offer/{other}");
                warm.Add(await TimeAsync(client, $"/v1/offer/{offer}"));
                bids.Add(await TimeAsync(client, $"/v1/offer/{offer}/bids"));
            }
        }
        Table.Row("opened as the first offer of the process", Table.Range(cold, "ms"));
        Table.Row("opened when another was, before", Table.Range(warm, "ms"));
        Table.Row("its bids, as JSON, behind that", Table.Range(bids, "ms"));
    }

    // So many as an offer takes; the last few are refused.
    private static async Task<(string Offer, string Other)> FillAsync(string gateway, string directory)
    {
        using var server = await Server.StartAsync(gateway, directory, "file");
        var client = await Accounts.SignUpAsync(server);
        var offer = (await client.OfferAsync("many bids", 1)).OfferId!;
        var other = (await client.OfferAsync("none", 1)).OfferId!;
        var load = new Load(server, client, [offer]);
        for (var placed = 0; placed < BidsWanted;)
        {
            await load.RunAsync(Connections, BidsWanted);
            placed = load.Steps.Count(step => step.Outcome == Outcome.Done);
        }
        return (offer, other);
    }

    private static async Task<double> TimeAsync(AuctionClient client, string path)
    {
        var clock = Stopwatch.StartNew();
        var reply = await client.SendAsync(HttpMethod.Get, path);
        return reply.Outcome == Outcome.Done
            ? clock.Elapsed.TotalMilliseconds
            : throw new InvalidOperationException($"{path} is answered {reply.Status} {reply.Text}");
    }
}
