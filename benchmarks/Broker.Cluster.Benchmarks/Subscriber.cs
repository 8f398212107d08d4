using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Broker.Cluster.Benchmarks;

/// <summary>A WebSocket that counts, and knows how old the contents are that begin with their time.</summary>
internal sealed class Subscriber : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly List<double> _milliseconds = [];
    private long _count;

    private Subscriber() { }

    public static async Task<Subscriber> ConnectAsync(int port, string channel)
    {
        var subscriber = new Subscriber();
        await subscriber._socket.ConnectAsync(new Uri($"ws://localhost:{port}/subscribe?channel={channel}"), default);
        _ = Task.Run(subscriber.ReadAsync);
        return subscriber;
    }

    /// <summary>Waits until so many have come.</summary>
    public async Task HasAsync(long count)
    {
        using var pace = new PeriodicTimer(Pace);
        var start = Stopwatch.GetTimestamp();
        while (Interlocked.Read(ref _count) < count)
        {
            await pace.WaitForNextTickAsync();
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new TimeoutException($"Of {count} came {Interlocked.Read(ref _count)}.");
        }
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
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), default);
                if (part.MessageType is WebSocketMessageType.Close) return;
                if (!part.EndOfMessage) continue;

                if (buffer[0] is >= (byte)'0' and <= (byte)'9') Note(buffer.AsSpan(0, part.Count));
                Interlocked.Increment(ref _count);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private void Note(ReadOnlySpan<byte> content)
    {
        var text = Encoding.ASCII.GetString(content[..content.IndexOf((byte)' ')]);
        var sent = long.Parse(text, CultureInfo.InvariantCulture);
        lock (_milliseconds) _milliseconds.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
    }
}
