using System.Text.Json.Nodes;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>Sends messages to users at any node, each once.</summary>
internal sealed class UserSender(LabContext context, string name) : IClient
{
    private readonly Random _choices = context.ChoicesOf(name);

    public async Task RunAsync(CancellationToken stop)
    {
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            var user = context.Users[_choices.Next(context.Users.Count)];
            await SendAsync(user, $"{name}-{number}", _choices.Next(context.Nodes.Count));
            await Pause.ForAsync(TimeSpan.FromMilliseconds(_choices.Next(50, 300)), stop);
        }
    }

    public async Task SendAsync(string user, string content, int node)
    {
        var body = new JsonObject { ["username"] = user, ["content"] = content }.ToJsonString();
        var reply = await context.Http.SendAsync("user message", node, HttpMethod.Post, "message", body);
        context.Recorder.Add(new Publish(LabContext.InboxOf(user), content, reply.Answer));
    }
}
