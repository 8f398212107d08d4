using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>Follows a channel by a bare WebSocket, which tells contents and nothing else.</summary>
internal sealed class SocketSubscriber(LabContext context, string name, string channel) : IClient
{
    private readonly Random _choices = context.ChoicesOf(name);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var node = _choices.Next(context.Nodes.Count);
            using var leave = CancellationTokenSource.CreateLinkedTokenSource(stop);
            leave.CancelAfter(TimeSpan.FromSeconds(_choices.Next(5, 60)));
            if (await ListenAsync(node, leave.Token)) continue;

            await Pause.ForAsync(TimeSpan.FromMilliseconds(300), stop);
        }
    }

    private async Task<bool> ListenAsync(int node, CancellationToken leave)
    {
        var begin = context.Now;
        MembershipLog? membership = null;
        try
        {
            using var socket = await TextSocket.ConnectAsync(
                context.Nodes[node].WebSocket($"/subscribe?channel={channel}"), leave);
            context.Recorder.Answered("subscribe (socket)", node, begin, 101, isExpected: true);
            var log = context.Recorder.OpenSession(name, channel, node, isResumed: false);
            membership = new MembershipLog(context, channel, node, begin);
            membership.SeenIn();
            while (await socket.ReceiveAsync(leave) is { } content)
            {
                log.Hear(content);
                membership.SeenIn();
            }
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            if (membership is null && !leave.IsCancellationRequested)
                context.Recorder.Answered("subscribe (socket)", node, begin, 0, exception.Message);
        }
        membership?.Left();
        return membership is not null;
    }
}
