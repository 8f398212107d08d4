using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>
/// Sends several publications over HTTP in one piece and reads the answers, which come in the order of the
/// requests.
/// </summary>
internal sealed class PipeliningPublisher(LabContext context, string name) : IClient
{
    private const string LengthField = "Content-Length:";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    private readonly Random _choices = context.ChoicesOf(name);

    public async Task RunAsync(CancellationToken stop)
    {
        for (var round = 1; !stop.IsCancellationRequested; round++)
        {
            var count = _choices.Next(2, 9);
            var contents = Enumerable.Range(0, count).Select(number => $"{name}-{round}-{number}");
            await PublishAsync([.. contents], _choices.Next(context.Nodes.Count));
            await Pause.ForAsync(TimeSpan.FromMilliseconds(_choices.Next(100, 600)), stop);
        }
    }

    private async Task PublishAsync(IReadOnlyList<string> contents, int node)
    {
        var channel = context.Channels[_choices.Next(context.Channels.Count)];
        var operation = LabContext.OperationOn(channel, "publish pipelined");
        var (begin, statuses, problem) = (context.Now, new List<int>(), "");
        try
        {
            await AskAsync(channel, contents, context.Nodes[node], statuses);
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            problem = exception.Message;
        }
        foreach (var (number, content) in contents.Index())
        {
            var status = number < statuses.Count ? statuses[number] : 0;
            var detail = $"{problem} {statuses.Count} answers to {contents.Count} requests";
            context.Recorder.Add(new Publish(
                channel, content, context.Recorder.Answered(operation, node, begin, status, detail)));
        }
    }

    private static async Task AskAsync(
        string channel, IReadOnlyList<string> contents, ServerNode node, List<int> statuses)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(node.Host), node.HttpPort), limit.Token);
        var requests = string.Concat(contents.Select(content =>
            $"POST /publish?channel={channel} HTTP/1.1\r\nHost: {node.Http.Authority}\r\n"
            + (content == contents[^1] ? "Connection: close\r\n" : "")
            + $"Content-Length: {Encoding.ASCII.GetByteCount(content)}\r\n\r\n{content}"));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(requests), limit.Token);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        while (await ReadAnswerAsync(reader, limit.Token) is { } status) statuses.Add(status);
    }

    // Null at the end of the connection.
    private static async Task<int?> ReadAnswerAsync(StreamReader reader, CancellationToken stop)
    {
        if (await reader.ReadLineAsync(stop) is not { } head) return null;

        var length = 0;
        while (await reader.ReadLineAsync(stop) is { Length: > 0 } field)
        {
            if (field.StartsWith(LengthField, StringComparison.OrdinalIgnoreCase))
                length = int.Parse(field.AsSpan(LengthField.Length), CultureInfo.InvariantCulture);
        }
        await reader.ReadBlockAsync(new char[length], stop);
        return int.Parse(head.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);
    }
}
