using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Broker.Benchmarks.Kit;

/// <summary>
/// Connections, spread over the servers of one cluster, that publish messages of 128 bytes and wait for their
/// answers.
/// </summary>
/// <param name="kind">The channels' names begin with it and a dot.</param>
internal sealed class PublishLoad(
    IReadOnlyList<Server> servers, Way way, string kind, int connections, int channels)
{
    private const int BatchLines = 1_000;
    private static readonly string Content = new('x', 128);

    private long _answered;
    private volatile bool _isOver;

    /// <summary>Messages answered so far.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    private double CpuSeconds => servers.Sum(server => server.CpuSeconds);

    /// <summary>The names of the channels that it publishes to; for <see cref="Way.Message"/>, users.</summary>
    public static IEnumerable<string> ChannelsOf(string kind, int channels) =>
        Enumerable.Range(0, channels).Select(number => $"{kind}.{number}");

    /// <returns>Messages answered a second, and in a second of the servers' CPU.</returns>
    public async Task<(double PerSecond, double PerCpuSecond)> RunAsync(TimeSpan time)
    {
        var running = Enumerable.Range(0, connections).Select(number => Task.Run(() => RunOneAsync(number)));
        var all = Task.WhenAll(running);
        await Task.Delay(time / 4);
        var (first, cpu, clock) = (Answered, CpuSeconds, Stopwatch.StartNew());
        await Task.WhenAny(all, Task.Delay(time));
        var count = Answered - first;
        var (seconds, cpuSeconds) = (clock.Elapsed.TotalSeconds, CpuSeconds - cpu);
        _isOver = true;
        await all;
        return (count / seconds, count / cpuSeconds);
    }

    private async Task RunOneAsync(int number)
    {
        var port = servers[number % servers.Count].Port;
        if (way is Way.Chat)
        {
            using var chat = await ChatConnection.OpenAsync(port, number, $"{kind}.{number % channels}");
            while (!_isOver) Interlocked.Add(ref _answered, await chat.PublishAsync(Content));
            return;
        }

        using var connection = await RawConnection.ConnectAsync(port);
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
        Way.Publish => Post($"/publish?channel={kind}.{channel}", Content),
        Way.Message => Post("/message", $$"""{"username":"u{{channel}}","content":"{{Content}}"}"""),
        _ => Post("/publish/batch", Batch()),
    };

    private string Batch()
    {
        var lines = new StringBuilder();
        for (var i = 0; i < BatchLines; i++)
            lines.Append(
                CultureInfo.InvariantCulture,
                $$"""{"channel":"{{kind}}.{{i % channels}}","content":"{{Content}}"}""").Append('\n');
        return lines.ToString();
    }

    private static string Post(string path, string body) =>
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}";
}
