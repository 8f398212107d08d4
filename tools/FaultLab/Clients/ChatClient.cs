using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>Joins channels, talks in them, leaves them, asks for the list; then again elsewhere.</summary>
internal sealed class ChatClient(LabContext context, string name) : IClient
{
    private readonly Random _choices = context.ChoicesOf(name);
    private readonly ConcurrentDictionary<string, (SessionLog Log, MembershipLog Membership)> _joined = [];
    private ChatConnection? _connection;
    private int _node;
    private int _connections;
    private int _published;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            _node = _choices.Next(context.Nodes.Count);
            if (!await ConnectAsync(stop))
            {
                await Pause.ForAsync(TimeSpan.FromMilliseconds(500), stop);
                continue;
            }

            for (var steps = _choices.Next(20, 150); steps > 0 && !stop.IsCancellationRequested; steps--)
            {
                if (!await StepAsync(stop)) break;

                await Pause.ForAsync(TimeSpan.FromMilliseconds(_choices.Next(50, 400)), stop);
            }
            await LeaveAsync();
        }
    }

    private async Task<bool> ConnectAsync(CancellationToken stop)
    {
        var begin = context.Now;
        try
        {
            var own = $"{name}.{++_connections}";
            (_connection, var greeting) = await ChatConnection.ConnectAsync(
                context.Nodes[_node], own, Deliver, stop);
            Note("chat connect", begin, greeting, stop);
            if (ChatConnection.IsOk(greeting)) return true;

            await LeaveAsync();
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            context.Recorder.Answered(
                "chat connect", _node, begin, 0, exception.Message, stop.IsCancellationRequested);
        }
        return false;
    }

    /// <summary>False when the connection is of no use any more.</summary>
    private Task<bool> StepAsync(CancellationToken stop)
    {
        var channel = context.Channels[_choices.Next(context.Channels.Count)];
        if (_choices.Next(8) == 0) return ListAsync(stop);
        if (!_joined.ContainsKey(channel)) return JoinAsync(channel, stop);

        return _choices.Next(20) switch
        {
            0 or 1 => PartAsync(channel, stop),
            2 or 3 => CountAsync(channel, context.Now, stop),
            _ => PublishAsync(channel, stop),
        };
    }

    private async Task<bool> JoinAsync(string channel, CancellationToken stop)
    {
        var begin = context.Now;
        var membership = new MembershipLog(context, channel, _node, begin);
        // Deliveries may come right behind the answer, before this method goes on.
        var log = context.Recorder.OpenSession(
            $"{name}.{_connections}/{channel}", channel, _node, isResumed: false);
        _joined[channel] = (log, membership);
        // Whether it is in is not known without an answer: then the connection ends, and it is out.
        if (!await CountAsync(channel, begin, stop)) return false;

        log.SeenIn();
        membership.SeenIn();
        return true;
    }

    // To subscribe twice is to ask for the count.
    private async Task<bool> CountAsync(string channel, TimeSpan begin, CancellationToken stop)
    {
        var answer = await _connection!.AskAsync("subscribe", Named(channel), stop);
        if (Note("chat subscribe", begin, answer, stop) is not { IsDone: true } done) return false;

        var count = (int)answer!["info"]!["total_subscribers"]!;
        context.Recorder.Add(new Counted(channel, _node, done.Time, count, IsList: false));
        return true;
    }

    private async Task<bool> PartAsync(string channel, CancellationToken stop)
    {
        var begin = context.Now;
        var answer = await _connection!.AskAsync("unsubscribe", Named(channel), stop);
        if (!Note("chat unsubscribe", begin, answer, stop).IsDone) return false;

        if (_joined.TryRemove(channel, out var joined)) joined.Membership.Left();
        return true;
    }

    private async Task<bool> PublishAsync(string channel, CancellationToken stop)
    {
        var begin = context.Now;
        var content = $"{name}-{++_published}";
        var parameters = Named(channel);
        parameters["content"] = content;
        var said = await _connection!.AskAsync("publish", parameters, stop);
        var answer = Note(LabContext.OperationOn(channel, "chat publish"), begin, said, stop);
        context.Recorder.Add(new Publish(channel, content, answer));
        if (answer.IsDone) _joined[channel].Membership.SeenIn();
        return answer.Status != 0;
    }

    private async Task<bool> ListAsync(CancellationToken stop)
    {
        var begin = context.Now;
        var answer = await _connection!.AskAsync("list", null, stop);
        if (Note("chat list", begin, answer, stop) is not { IsDone: true } done) return false;

        var listed = answer!["info"]!["channels"]!.AsArray().Select(channel => (string)channel!).ToHashSet();
        foreach (var channel in context.Channels)
        {
            context.Recorder.Add(
                new Counted(channel, _node, done.Time, listed.Contains(channel) ? 1 : 0, IsList: true));
        }
        return true;
    }

    private async Task LeaveAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        foreach (var (_, membership) in _joined.Values) membership.Left();
        _joined.Clear();
    }

    private void Deliver(string channel, string content)
    {
        if (_joined.TryGetValue(channel, out var joined)) joined.Log.Hear(content);
    }

    // An error of the chat has no number; refusing what is asked of it is what 503 is elsewhere.
    private Answer Note(string operation, TimeSpan begin, JsonNode? answer, CancellationToken stop) =>
        context.Recorder.Answered(operation, _node, begin,
            answer is null ? 0 : ChatConnection.IsOk(answer) ? 200 : 503,
            (string?)answer?["info"]?["detail"] ?? "", isExpected: stop.IsCancellationRequested);

    private static JsonObject Named(string channel) => new() { ["channel_name"] = channel };
}
