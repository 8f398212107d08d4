using System.Text.Json.Nodes;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>A user's browser: a socket at one node after the other, or a reading.</summary>
internal sealed class UserReader(LabContext context, string name, string user) : IClient
{
    private readonly Random _choices = context.ChoicesOf(name);
    private long _offset;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var node = _choices.Next(context.Nodes.Count);
            using var leave = CancellationTokenSource.CreateLinkedTokenSource(stop);
            leave.CancelAfter(TimeSpan.FromSeconds(_choices.Next(5, 60)));
            var isServed = _choices.Next(3) == 0
                ? await ReadAsync(node, isFinal: false)
                : await ListenAsync(node, leave.Token);
            if (!isServed) await Pause.ForAsync(TimeSpan.FromMilliseconds(300), stop);
        }
    }

    /// <summary>Reads what came since it last looked; all that is kept, if it never did.</summary>
    public async Task<bool> ReadAsync(int node, bool isFinal)
    {
        if (await TokenAsync(node) is not { } token) return false;

        var reply = await context.Http.SendAsync("user read", node, HttpMethod.Get,
            $"message?username={user}&since={_offset}", null, [("Authorization", $"Bearer {token}")]);
        if (!reply.Answer.IsDone) return false;

        var log = context.Recorder.OpenSession(name, LabContext.InboxOf(user), node, !isFinal, isFinal);
        if (reply.Headers!.Contains("Broker-Gap")) log.HearGap();
        foreach (var message in JsonNode.Parse(reply.Body)!.AsArray()) Hear(log, message!);
        return true;
    }

    private async Task<bool> ListenAsync(int node, CancellationToken leave)
    {
        if (await TokenAsync(node) is not { } token) return false;

        var begin = context.Now;
        var isIn = false;
        try
        {
            var query = $"/ws?authorization={token}&format=json&since={_offset}";
            using var socket = await TextSocket.ConnectAsync(context.Nodes[node].WebSocket(query), leave);
            context.Recorder.Answered("user socket", node, begin, 101, isExpected: true);
            isIn = true;
            var log = context.Recorder.OpenSession(name, LabContext.InboxOf(user), node, isResumed: true);
            while (await socket.ReceiveAsync(leave) is { } text)
            {
                var message = JsonNode.Parse(text)!;
                if ((string?)message["type"] == "gap") log.HearGap();
                else Hear(log, message);
            }
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            if (!isIn && !leave.IsCancellationRequested)
                context.Recorder.Answered("user socket", node, begin, 0, exception.Message);
        }
        return isIn;
    }

    private void Hear(SessionLog log, JsonNode message)
    {
        _offset = (long)message["offset"]!;
        log.Hear((string)message["content"]!, "", _offset);
    }

    private async Task<string?> TokenAsync(int node)
    {
        var body = new JsonObject { ["username"] = user }.ToJsonString();
        var reply = await context.Http.SendAsync("user token", node, HttpMethod.Post, "token", body);
        return reply.Answer.IsDone ? (string?)JsonNode.Parse(reply.Body)?["token"] : null;
    }
}
