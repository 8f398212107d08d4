using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>Wants a name that others want too, keeps it for a while, and shows that it has it.</summary>
internal sealed class NameRacer(LabContext context, string client, int pair) : IClient
{
    private readonly string _name = $"highlander{pair}";
    private readonly Random _choices = context.ChoicesOf(client);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var node = _choices.Next(context.Nodes.Count);
            var begin = context.Now;
            try
            {
                await RaceAsync(node, begin, stop);
            }
            catch (Exception exception) when (Trouble.IsExpected(exception))
            {
                context.Recorder.Answered(
                    "chat name", node, begin, 0, exception.Message, stop.IsCancellationRequested);
            }
            await Pause.ForAsync(TimeSpan.FromMilliseconds(_choices.Next(20, 300)), stop);
        }
    }

    private async Task RaceAsync(int node, TimeSpan begin, CancellationToken stop)
    {
        var (connection, greeting) = await ChatConnection.ConnectAsync(
            context.Nodes[node], _name, (_, _) => { }, stop);
        await using var _ = connection;
        var isMine = ChatConnection.IsOk(greeting);
        context.Recorder.Answered("chat name", node, begin, greeting is null ? 0 : isMine ? 200 : 409,
            isExpected: greeting is not null || stop.IsCancellationRequested);
        if (!isMine) return;

        var held = new Interval(context.Now, context.Now);
        for (var proofs = _choices.Next(3, 20); proofs > 0 && !stop.IsCancellationRequested; proofs--)
        {
            var asked = context.Now;
            var scope = new System.Text.Json.Nodes.JsonObject { ["scope"] = "mine" };
            if (!ChatConnection.IsOk(await connection.AskAsync("list", scope, stop))) break;

            held = held with { End = asked };
            await Pause.ForAsync(TimeSpan.FromMilliseconds(200), stop);
        }
        context.Recorder.Add(new NameHeld(_name, client, node, held));
    }
}
