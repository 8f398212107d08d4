using System.Text.Json.Nodes;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>
/// Publishes over HTTP at any node. Every second content has an idempotency key: it is tried at node after
/// node until one takes it, as a client does that must not lose anything.
/// </summary>
internal sealed class HttpPublisher(LabContext context, string name, IReadOnlyList<string> channels) : IClient
{
    private const int TriesMax = 60;

    private readonly Random _choices = context.ChoicesOf(name);

    public async Task RunAsync(CancellationToken stop)
    {
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            var channel = channels[_choices.Next(channels.Count)];
            var content = $"{name}-{number}";
            if (number % 2 == 0) await PublishAsync(channel, content, keyed: false, NextNode());
            else await PublishUntilTakenAsync(channel, content, stop);
            await Pause.ForAsync(TimeSpan.FromMilliseconds(_choices.Next(20, 200)), stop);
        }
    }

    /// <summary>One attempt; true when it is acknowledged.</summary>
    public async Task<bool> PublishAsync(string channel, string content, bool keyed, int node)
    {
        List<(string, string)> headers = [("Prefer", "return=representation")];
        if (keyed) headers.Add(("Idempotency-Key", content));
        var reply = await context.Http.SendAsync(
            LabContext.OperationOn(channel, "publish"), node, HttpMethod.Post,
            $"publish?channel={channel}", content, headers);
        var receipt = reply.Answer.IsDone ? JsonNode.Parse(reply.Body) : null;
        context.Recorder.Add(new Publish(channel, content, reply.Answer,
            (string?)receipt?["epoch"] ?? "", (long?)receipt?["offset"] ?? 0));
        return reply.Answer.IsDone;
    }

    private async Task PublishUntilTakenAsync(string channel, string content, CancellationToken stop)
    {
        for (var tries = 0; tries < TriesMax && !stop.IsCancellationRequested; tries++)
        {
            if (await PublishAsync(channel, content, keyed: true, NextNode())) return;

            await Pause.ForAsync(TimeSpan.FromMilliseconds(500), stop);
        }
    }

    private int NextNode() => _choices.Next(context.Nodes.Count);
}
