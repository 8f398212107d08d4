using System.Diagnostics;
using System.Globalization;
using Broker.History;
using Xunit.Abstractions;

namespace Broker.EndToEnd.Tests.Auction;

/// <summary>
/// Clients write down what they were told, while the server is killed and started again; a checker judges.
/// <c>benchmarks/auction-history.sh</c> runs it for longer.
/// </summary>
public sealed class HistorySpec(ITestOutputHelper output) : IDisposable
{
    private const int Bidders = 16;
    private const int StepsPerLife = 1_000;
    private const int KillsMin = 3;
    private const string SecondsVariable = "BROKER_HISTORY_SECONDS";

    private readonly Board _board = new();
    private readonly CancellationTokenSource _end = new();

    public void Dispose() => _end.Dispose();

    [Fact]
    public async Task What_clients_are_told_can_be_one_auction_that_forgets_nothing_though_it_is_killed()
    {
        var start = new BrokerStart();
        try
        {
            await RunAsync(start);
        }
        finally
        {
            Directory.Delete(start.Directory, recursive: true);
        }
    }

    private async Task RunAsync(BrokerStart start)
    {
        using var http = new BrokerHttp(start.HttpPort!.Value);
        var server = await StartedAsync(start, http);
        var clients = new List<Task>();
        for (var number = 1; number <= Bidders; number++)
            clients.Add(BidAsync(await ClientAsync(start, number), number, http));

        var (kills, clock) = (0, Stopwatch.StartNew());
        for (; kills < KillsMin || clock.Elapsed < Duration; kills++)
        {
            var enough = _board.Count + StepsPerLife;
            await Patience.UntilAsync(() => Task.FromResult(_board.Count >= enough), () => server.Output);
            server = await KilledAsync(server, start, http);
        }
        await _end.CancelAsync();
        await Task.WhenAll(clients);
        server = await KilledAsync(server, start, http);

        var reader = await ClientAsync(start, number: 0);
        var final = await FinalReader.ReadAsync(reader, _board.Steps);
        server.Dispose();
        Report(kills + 1, final);
        Assert.Empty(AuctionChecker.Check(_board.Steps, final));
    }

    private static TimeSpan Duration => TimeSpan.FromSeconds(int.Parse(
        Environment.GetEnvironmentVariable(SecondsVariable) ?? "0", CultureInfo.InvariantCulture));

    private static async Task<RunningProcess> StartedAsync(BrokerStart start, BrokerHttp http)
    {
        var server = RunningProcess.Start(start.ToProcessStartInfo());
        await Patience.UntilAsync(http.IsReadyAsync, () => server.Output);
        return server;
    }

    private static async Task<RunningProcess> KilledAsync(
        RunningProcess server, BrokerStart start, BrokerHttp http)
    {
        server.Kill();
        await server.ExitedAsync();
        server.Dispose();
        return await StartedAsync(start, http);
    }

    private async Task<AuctionClient> ClientAsync(BrokerStart start, int number)
    {
        var http = new HttpClient
        {
            BaseAddress = new Uri($"http://localhost:{start.HttpPort}/"),
            Timeout = Patience.Limit,
        };
        var client = new AuctionClient(http, $"bidder {number}");
        _board.Add(await client.SignUpAsync());
        Assert.True(await client.LogInAsync());
        return client;
    }

    private async Task BidAsync(AuctionClient client, int number, BrokerHttp http)
    {
        var bidder = new Bidder(client, _board, number);
        while (!_end.IsCancellationRequested)
            if (!await bidder.GoOnAsync())
                await Patience.UntilAsync(http.IsReadyAsync, () => "The server does not come back.");
    }

    private void Report(int kills, FinalState final)
    {
        var steps = _board.Steps;
        var told = steps.GroupBy(one => $"{one.GetType().Name} {one.Outcome}")
            .OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => $"{same.Count()} {same.Key}");
        output.WriteLine(
            $"{kills} kills, {steps.Count} requests ({string.Join(", ", told)}), {final.Offers.Count} offers "
            + $"with {final.Bids.Values.Sum(bids => bids.Count)} bids there in the end");
    }
}
