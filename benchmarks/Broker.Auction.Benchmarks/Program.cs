using System.Globalization;
using Broker.Benchmarks.Kit;
using Broker.History;

namespace Broker.Auction.Benchmarks;

/// <summary>
/// Prints one row per figure: <c>Broker.Auction.Benchmarks GATEWAY DIRECTORY [BIDS]</c>, the first being the
/// server's assembly, the second a directory on the disk to measure; 0 BIDS leave the load out. It ends with
/// 1 when something that was answered cannot be.
/// </summary>
internal static class Program
{
    private const int Connections = 1_000;
    private const int ManyOffers = 1_000;

    private static async Task<int> Main(string[] args)
    {
        var (gateway, directory) = (args[0], args[1]);
        var bids = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 100_000;
        var isRight = bids == 0 || await BidAsync(gateway, directory, bids);
        Table.Head("an offer of 100,000 bids, after a restart");
        await Opening.RunAsync(gateway, Fresh(directory));
        Table.Head("live events");
        await Listening.RunAsync(gateway, Fresh(directory));
        return isRight ? 0 : 1;
    }

    private static async Task<bool> BidAsync(string gateway, string directory, int bids)
    {
        var isRight = true;
        Table.Head(string.Create(CultureInfo.InvariantCulture, $"{bids} bids of {Connections} connections"));
        foreach (var level in (string[])["file", "fsync"])
            foreach (var offers in (int[])[1, ManyOffers])
                isRight &= await BidAsync(gateway, Fresh(directory), level, offers, bids);
        return isRight;
    }

    private static async Task<bool> BidAsync(
        string gateway, string directory, string level, int count, int bids)
    {
        using var server = await Server.StartAsync(
            gateway, directory, $"broker.persistence.fsync = {(level == "fsync" ? "on" : "off")}");
        var client = await Accounts.SignUpAsync(server);
        var made = new List<Step.Offer>();
        for (var i = 0; i < count; i++) made.Add(await client.OfferAsync($"offer {i}", 1));
        string[] offers = [.. made.Select(one => one.OfferId!)];
        var other = (await client.OfferAsync("warm-up", 1)).OfferId!;
        await new Load(server, client, [other]).RunAsync(64, 5_000);

        var load = new Load(server, client, offers);
        var figures = await load.RunAsync(Connections, bids);
        var what = count == 1 ? $"one offer, level {level}" : $"{count} offers, level {level}";
        Table.Row($"{what}: answered a second", Table.Count(figures.Answered));
        Table.Row($"{what}: taken a second", Table.Count(figures.Taken));
        Table.Row($"{what}: answered in a CPU-second of the server", Table.Count(figures.PerCpu));
        Table.Row($"{what}: time to the answer, median, 99th", string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.Median.TotalMilliseconds:0.0}, {figures.Late.TotalMilliseconds:0.0} ms"));
        return figures.Unanswered == 0 && await IsRightAsync(client, [.. made, .. load.Steps], offers);
    }

    // The warm-up is not written down, and so nothing of it is judged.
    private static async Task<bool> IsRightAsync(
        AuctionClient client, IReadOnlyCollection<Step> steps, string[] offers)
    {
        var all = await FinalReader.ReadAsync(client, steps);
        var final = all with
        {
            Listed = [.. all.Listed.Where(offer => offers.Contains(offer.Id))],
            Offers = [.. all.Offers.Where(offer => offers.Contains(offer.Id))],
        };
        var wrong = AuctionChecker.Check(steps, final);
        foreach (var one in wrong.Take(10)) await Console.Error.WriteLineAsync(one);
        return wrong.Count == 0;
    }

    private static string Fresh(string directory) =>
        Directory.CreateDirectory(Path.Combine(directory, Guid.NewGuid().ToString("n"))).FullName;
}
