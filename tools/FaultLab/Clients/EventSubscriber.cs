using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>Follows a channel by Server-Sent Events at one node after the other.</summary>
internal sealed class EventSubscriber(LabContext context, string name, string channel) : IClient
{
    private readonly Random _choices = context.ChoicesOf(name);

    public async Task RunAsync(CancellationToken stop)
    {
        var stream = new EventStream(context, name, channel);
        while (!stop.IsCancellationRequested)
        {
            using var leave = CancellationTokenSource.CreateLinkedTokenSource(stop);
            leave.CancelAfter(TimeSpan.FromSeconds(_choices.Next(5, 60)));
            var node = _choices.Next(context.Nodes.Count);
            if (!await stream.ReadAsync(node, all: false, _ => false, leave.Token))
                await Pause.ForAsync(TimeSpan.FromMilliseconds(300), stop);
        }
    }
}
