using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using Broker.Benchmarks.Kit;
using Broker.History;

namespace Broker.Auction.Benchmarks;

/// <summary>
/// Authenticated sockets that hear of every bid: how long it takes from a bid's answer until the last of them
/// has heard of it.
/// </summary>
internal static class Listening
{
    private const int Sockets = 1_000;
    private const int Bids = 200;
    private const int WarmUp = 20;

    public static async Task RunAsync(string gateway, string directory)
    {
        using var server = await Server.StartAsync(gateway, directory, Server.WithoutFsync);
        var client = await Accounts.SignUpAsync(server);
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < Sockets; i++) sockets.Add(await ListenAsync(server, client));
        var offer = (await client.OfferAsync("heard of", 1)).OfferId!;
        await Task.WhenAll(sockets.Select(HearAsync));

        var (late, all) = (new List<double>(), new List<double>());
        for (var price = 2; price < Bids + WarmUp + 2; price++)
        {
            var hearing = Task.WhenAll(sockets.Select(HearAsync));
            var bid = await client.BidAsync(offer, price);
            var ended = (await hearing).Max();
            if (price < WarmUp + 2) continue;
            late.Add(Milliseconds(bid.Span.Ended, Math.Max(ended, bid.Span.Ended)));
            all.Add(Milliseconds(bid.Span.Began, ended));
        }
        foreach (var socket in sockets) socket.Dispose();
        Table.Row($"{Sockets} sockets: from the bid's answer to the last", Table.Range(late, "ms"));
        Table.Row($"{Sockets} sockets: from the bid's request to the last", Table.Range(all, "ms"));
    }

    private static double Milliseconds(long from, long to) =>
        Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    private static async Task<ClientWebSocket> ListenAsync(Server server, AuctionClient client)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri($"ws://localhost:{server.Port}/v1/stream"), CancellationToken.None);
        var text = $$"""{"event":"authenticate","token":"{{client.Token}}"}""";
        await socket.SendAsync(
            Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        await HearAsync(socket);
        return socket;
    }

    // When it came. Nobody bids meanwhile, so one message is one bid.
    private static async Task<long> HearAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        await socket.ReceiveAsync(buffer, CancellationToken.None);
        return Stopwatch.GetTimestamp();
    }
}
