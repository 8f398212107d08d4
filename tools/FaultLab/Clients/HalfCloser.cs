using System.Net;
using System.Net.Sockets;
using System.Text;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>
/// Uses the hub as <c>nc</c> in a pipe does: it sends an <c>echo</c>, ends its own direction of the
/// connection, and reads until the hub ends the other one.
/// </summary>
internal sealed class HalfCloser(LabContext context, string name) : IClient
{
    private const int Refused = 503, Wrong = 599;

    // The hub is busy, or its node drains: one that wakes from a long sleep starts again.
    private static readonly string[] Refusals =
        ["try again later\n", "the server is going away; reconnect\n"];

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    private readonly Random _choices = context.ChoicesOf(name);

    public async Task RunAsync(CancellationToken stop)
    {
        for (var round = 1; !stop.IsCancellationRequested; round++)
        {
            await EchoAsync($"{name}-{round}", _choices.Next(context.Nodes.Count));
            await Pause.ForAsync(TimeSpan.FromMilliseconds(_choices.Next(100, 800)), stop);
        }
    }

    private async Task EchoAsync(string body, int node)
    {
        const string operation = "hub echo, half-closed";
        var begin = context.Now;
        try
        {
            var answer = await AskAsync($"echo\n{body}", context.Nodes[node]);
            var status = answer == body ? 200
                : answer.Length == 0 ? 0
                : Refusals.Any(text => answer.EndsWith(text, StringComparison.Ordinal)) ? Refused
                : Wrong;
            context.Recorder.Answered(operation, node, begin, status, answer);
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            context.Recorder.Answered(operation, node, begin, 0, exception.Message);
        }
    }

    private static async Task<string> AskAsync(string request, ServerNode node)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(node.Host), node.HubPort), limit.Token);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), limit.Token);
        socket.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(limit.Token);
    }
}
