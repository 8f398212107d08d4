using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Broker.Benchmarks.Kit;
using Broker.History;

namespace Broker.Auction.Benchmarks;

/// <summary>
/// Many connections that bid, each one bid after the other, every price above all before it; so what is
/// refused was overtaken on its way. What they are told is written down and judged.
/// </summary>
internal sealed class Load(Server server, AuctionClient client, IReadOnlyList<string> offers)
{
    private const int Created = 201;
    private const int Conflict = 409;

    private readonly ConcurrentQueue<Step> _steps = [];
    private readonly long[] _prices = [.. Enumerable.Repeat(1L, offers.Count)];
    private long _left;

    public IReadOnlyCollection<Step> Steps => _steps;

    /// <param name="bids">So many are asked for.</param>
    public async Task<Figures> RunAsync(int connections, int bids)
    {
        _left = bids;
        var open = new List<RawConnection>();
        for (var i = 0; i < connections; i++) open.Add(await RawConnection.ConnectAsync(server.Port));
        var (cpu, clock) = (server.CpuSeconds, Stopwatch.StartNew());
        await Task.WhenAll(open.Select((one, number) => Task.Run(() => BidAsync(one, number))));
        var (seconds, cpuSeconds) = (clock.Elapsed.TotalSeconds, server.CpuSeconds - cpu);
        foreach (var one in open) one.Dispose();

        var placed = _steps.OfType<Step.Bid>().ToList();
        var done = placed.Count(one => one.Outcome == Outcome.Done);
        return new Figures(placed.Count / seconds, done / seconds, placed.Count / cpuSeconds, placed);
    }

    private async Task BidAsync(RawConnection connection, int number)
    {
        for (var turn = number; Interlocked.Decrement(ref _left) >= 0; turn += 7)
        {
            var index = turn % offers.Count;
            var (offer, price) = (offers[index], Interlocked.Increment(ref _prices[index]));
            var began = Stopwatch.GetTimestamp();
            var (status, body) = await connection.SendAsync(RequestFor(offer, price));
            _steps.Enqueue(StepOf(offer, price, Span.Until(began), status, body.Span));
        }
    }

    private string RequestFor(string offer, long price)
    {
        var body = string.Create(
            CultureInfo.InvariantCulture, $$"""{"bid_price":{{price}},"offer_id":"{{offer}}"}""");
        return $"POST /v1/bid HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {client.Token}\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}";
    }

    private Step.Bid StepOf(string offer, long price, Span span, int status, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        return status switch
        {
            Created => new Step.Bid(
                client.Name, span, Outcome.Done, offer, price, (string)JsonNode.Parse(text)!["id"]!),
            Conflict => new Step.Bid(
                client.Name, span, Outcome.Refused, offer, price, null,
                (decimal)JsonNode.Parse(text)!["bid_price"]!),
            _ => new Step.Bid(client.Name, Span.From(span.Began), Outcome.Unknown, offer, price, null),
        };
    }
}
