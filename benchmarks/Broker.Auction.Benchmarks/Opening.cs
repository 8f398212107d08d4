using System.Diagnostics;
using Broker.Benchmarks.Kit;
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
        var (cold, warm, bids) = (new Times(), new Times(), new Times());
        for (var i = 0; i < Restarts; i++)
        {
            using (var server = await Server.StartAsync(gateway, directory, Server.WithoutFsync))
                await cold.AddAsync(server, await Accounts.LogInAsync(server), $"/v1/offer/{offer}");
            using (var server = await Server.StartAsync(gateway, directory, Server.WithoutFsync))
            {
                var client = await Accounts.LogInAsync(server);
                for (var j = 0; j < 20; j++) await GetAsync(client, $"/v1/offer/{other}");
                await warm.AddAsync(server, client, $"/v1/offer/{offer}");
                await bids.AddAsync(server, client, $"/v1/offer/{offer}/bids");
            }
        }
        cold.Print("opened as the first offer of the process");
        warm.Print("opened when another was, before");
        bids.Print("its bids, as JSON, behind that");
    }

    // So many as an offer takes; the last few are refused.
    private static async Task<(string Offer, string Other)> FillAsync(string gateway, string directory)
    {
        using var server = await Server.StartAsync(gateway, directory, Server.WithoutFsync);
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

    private static async Task GetAsync(AuctionClient client, string path)
    {
        var reply = await client.SendAsync(HttpMethod.Get, path);
        if (reply.Outcome != Outcome.Done)
            throw new InvalidOperationException($"{path} is answered {reply.Status} {reply.Text}");
    }

    /// <summary>By the clock, and of the server's processor time, which is counted in 10 ms.</summary>
    private sealed class Times
    {
        private readonly List<double> _clock = [];
        private readonly List<double> _cpu = [];

        public async Task AddAsync(Server server, AuctionClient client, string path)
        {
            var (cpu, clock) = (server.CpuSeconds, Stopwatch.StartNew());
            await GetAsync(client, path);
            _clock.Add(clock.Elapsed.TotalMilliseconds);
            _cpu.Add(1_000 * (server.CpuSeconds - cpu));
        }

        public void Print(string what)
        {
            Table.Row(what, Table.Range(_clock, "ms"));
            Table.Row($"{what}: processor time", Table.Range(_cpu, "ms"));
        }
    }
}
