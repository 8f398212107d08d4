using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Broker.Cluster.Benchmarks;

/// <summary>
/// A bare WebSocket that counts, and knows how old the contents are that begin with their time.
/// </summary>
internal sealed class Subscriber : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly List<double> _milliseconds = [];
    private Task _reading = Task.CompletedTask;
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public async Task ConnectAsync(int port, string channel)
    {
        var uri = new Uri($"ws://localhost:{port}/subscribe?channel={channel}");
        await _socket.ConnectAsync(uri, CancellationToken.None);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>The share's place in all delays so far, in milliseconds.</summary>
    public double Percentile(double share)
    {
        lock (_milliseconds)
        {
            if (_milliseconds.Count == 0) return double.NaN;
            _milliseconds.Sort();
            return _milliseconds[(int)(share * (_milliseconds.Count - 1))];
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close) return;

                var text = Encoding.ASCII.GetString(buffer, 0, part.Count);
                var sent = long.Parse(text.AsSpan(0, text.IndexOf(' ')), CultureInfo.InvariantCulture);
                lock (_milliseconds) _milliseconds.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                Interlocked.Increment(ref _count);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }
}
