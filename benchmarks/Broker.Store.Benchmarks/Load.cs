using System.Diagnostics;
using System.Globalization;
using System.Text;
using Broker.Benchmarks.Kit;

namespace Broker.Store.Benchmarks;

/// <summary>Connections that store messages of 128 bytes, each waiting for its answers.</summary>
internal sealed class Load(Server server, Way way, int connections, int channels)
{
    private const int BatchLines = 1_000;
    private static readonly string Content = new('x', 128);

    private long _answered;
    private volatile bool _isOver;

    /// <returns>Messages answered a second, and in a second of the server's CPU.</returns>
    public async Task<(double PerSecond, double PerCpuSecond)> RunAsync(TimeSpan time)
    {
        var running = Enumerable.Range(0, connections).Select(number => Task.Run(() => RunOneAsync(number)));
        var all = Task.WhenAll(running);
        await Task.Delay(time / 4);
        var (first, cpu, clock) = (Interlocked.Read(ref _answered), server.CpuSeconds, Stopwatch.StartNew());
        await Task.WhenAny(all, Task.Delay(time));
        var count = Interlocked.Read(ref _answered) - first;
        var (seconds, cpuSeconds) = (clock.Elapsed.TotalSeconds, server.CpuSeconds - cpu);
        _isOver = true;
        await all;
        return (count / seconds, count / cpuSeconds);
    }

    private async Task RunOneAsync(int number)
    {
        if (way is Way.Chat)
        {
            using var chat = await ChatConnection.OpenAsync(server.Port, number, channels);
            while (!_isOver) Interlocked.Add(ref _answered, await chat.PublishAsync(Content));
            return;
        }

        using var connection = await RawConnection.ConnectAsync(server.Port);
        for (var turn = number; !_isOver; turn++)
        {
            var (status, body) = await connection.SendAsync(RequestOf(turn % channels));
            if (status is not (200 or 204))
                throw new InvalidOperationException($"{status} {Encoding.UTF8.GetString(body.Span)}");
            Interlocked.Add(ref _answered, way is Way.Batch ? BatchLines : 1);
        }
    }

    private string RequestOf(int channel) => way switch
    {
        Way.Publish => Post($"/publish?channel=stored.{channel}", Content),
        Way.Message => Post("/message", $$"""{"username":"u{{channel}}","content":"{{Content}}"}"""),
        _ => Post("/publish/batch", Batch()),
    };

    private string Batch()
    {
        var lines = new StringBuilder();
        for (var i = 0; i < BatchLines; i++)
            lines.Append(
                CultureInfo.InvariantCulture,
                $$"""{"channel":"stored.{{i % channels}}","content":"{{Content}}"}""").Append('\n');
        return lines.ToString();
    }

    private static string Post(string path, string body) =>
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}";
}
