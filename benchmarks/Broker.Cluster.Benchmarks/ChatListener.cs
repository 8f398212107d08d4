using System.Net.WebSockets;
using System.Text;

namespace Broker.Cluster.Benchmarks;

/// <summary>A chat client that is in many channels and counts the messages that hold a mark.</summary>
internal sealed class ChatListener : IDisposable
{
    private const int Window = 100;
    private static readonly byte[] Ok = "\"status\":\"ok\""u8.ToArray();
    private static readonly byte[] Error = "\"status\":\"error\""u8.ToArray();

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly byte[] _mark;
    private long _count;

    private ChatListener(string mark) => _mark = Encoding.UTF8.GetBytes(mark);

    public long Count => Interlocked.Read(ref _count);

    public static async Task<ChatListener> ConnectAsync(
        int port, string name, IReadOnlyList<string> channels, string mark)
    {
        var listener = new ChatListener(mark);
        await listener._socket.ConnectAsync(
            new Uri($"ws://localhost:{port}/api/connect?client_name={name}"), default);
        await listener.AnswersAsync(1);
        foreach (var some in channels.Chunk(Window))
        {
            foreach (var channel in some)
                await listener._socket.SendAsync(
                    Encoding.UTF8.GetBytes(
                        $$$"""{"action":"subscribe","params":{"channel_name":"{{{channel}}}"}}"""),
                    WebSocketMessageType.Text, endOfMessage: true, default);
            await listener.AnswersAsync(some.Length);
        }
        _ = Task.Run(listener.ReadAsync);
        return listener;
    }

    public void Dispose() => _socket.Dispose();

    private async Task AnswersAsync(int count)
    {
        while (count > 0)
        {
            var message = await NextAsync();
            if (message.Span.IndexOf(Error) >= 0)
                throw new InvalidOperationException(Encoding.UTF8.GetString(message.Span));
            if (message.Span.IndexOf(Ok) >= 0) count--;
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var message = await NextAsync();
                if (message.Span.IndexOf(_mark) >= 0) Interlocked.Increment(ref _count);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException)
        {
            // Its node has died, or the measurement is over.
        }
    }

    private async Task<ReadOnlyMemory<byte>> NextAsync()
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), default);
            length += part.Count;
            if (part.MessageType is WebSocketMessageType.Close) throw new WebSocketException("closed");
            if (part.EndOfMessage) return _buffer.AsMemory(0, length);
        }
    }
}
