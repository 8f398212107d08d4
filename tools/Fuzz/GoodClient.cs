using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Broker.Fuzz;

/// <summary>
/// A chat client that hears what it says, 50 times a second. It must hear all, in order, whatever others do.
/// </summary>
internal sealed class GoodClient : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { ConnectCallback = DialAsync });
    private readonly byte[] _buffer = new byte[4 << 10];

    /// <summary>Milliseconds from each publication to its delivery.</summary>
    public List<double> Delays { get; } = [];

    public async Task ConnectAsync(Target target, CancellationToken stop)
    {
        var address = new Uri($"ws://localhost:{target.HttpPort}/api/connect?client_name=good");
        await _socket.ConnectAsync(address, _http, stop);
        await ReadAsync(stop);
        await SendAsync("""{"action":"subscribe","params":{"channel_name":"good"}}""", stop);
        await ReadAsync(stop);
    }

    /// <exception cref="InvalidOperationException">It heard something else than what it said.</exception>
    public async Task TalkAsync(TimeSpan time, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(Pace);
        var began = Stopwatch.GetTimestamp();
        for (var number = 0; Stopwatch.GetElapsedTime(began) < time; number++)
        {
            var sent = Stopwatch.GetTimestamp();
            await SendAsync(string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"action":"publish","params":{"channel_name":"good","content":"{{{number}}}"}}"""),
                stop);
            Expect("ok", (await ReadAsync(stop)).GetProperty("status").GetString());
            Expect($"{number}", (await ReadAsync(stop)).GetProperty("content").GetString());
            Delays.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            await pace.WaitForNextTickAsync(stop);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _http.Dispose();
    }

    private static void Expect(string expected, string? heard)
    {
        if (heard != expected)
            throw new InvalidOperationException($"The good client heard {heard}, not {expected}.");
    }

    // Not the address of those that are rude.
    private static async ValueTask<Stream> DialAsync(
        SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, stop);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task SendAsync(string text, CancellationToken stop) =>
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, stop);

    private async Task<JsonElement> ReadAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        var result = await _socket.ReceiveAsync(_buffer, limit.Token);
        if (result.MessageType == WebSocketMessageType.Close)
            throw new InvalidOperationException($"The good client was cut: {_socket.CloseStatus}.");

        using var document = JsonDocument.Parse(_buffer.AsMemory(0, result.Count));
        return document.RootElement.Clone();
    }
}
