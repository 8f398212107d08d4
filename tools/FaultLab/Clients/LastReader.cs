using System.Text.Json.Nodes;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>Reads all that is kept, at every node, when nothing is broken and nobody talks.</summary>
internal sealed class LastReader(LabContext context)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public async Task ReadAsync()
    {
        foreach (var channel in context.Channels.Where(LabContext.IsDurable)) await ReadChannelAsync(channel);
        if (context.IsChannelsOnly) return;

        foreach (var user in context.Users)
        {
            for (var node = 0; node < context.Nodes.Count; node++)
                await new UserReader(context, $"last-{user}-{node}", user).ReadAsync(node, isFinal: true);
        }
        foreach (var offer in context.Recorder.All<OfferMade>())
        {
            for (var node = 0; node < context.Nodes.Count; node++) await ReadOfferAsync(offer.Id, node);
        }
    }

    // A last publication says where the end is. A reading that breaks off goes on where it was.
    private async Task ReadChannelAsync(string channel)
    {
        var end = $"end-of-{channel}";
        var publisher = new HttpPublisher(context, "last", [channel]);
        using var limit = new CancellationTokenSource(Limit);
        while (!await publisher.PublishAsync(channel, end, keyed: true, node: 0)
            && !limit.IsCancellationRequested)
            await Pause.ForAsync(TimeSpan.FromMilliseconds(300), limit.Token);
        await Task.WhenAll(context.Nodes.Select(
            node => ReadChannelAsync(channel, end, node.Number, limit.Token)));
    }

    private async Task ReadChannelAsync(string channel, string end, int node, CancellationToken stop)
    {
        var stream = new EventStream(context, $"last-{channel}-{node}", channel);
        var isDone = false;
        while (!isDone && !stop.IsCancellationRequested)
        {
            stream.StartAnew();
            if (!await stream.ReadAsync(node, all: true, content => isDone = content == end, stop))
                await Pause.ForAsync(TimeSpan.FromMilliseconds(300), stop);
        }
    }

    private async Task ReadOfferAsync(string offer, int node)
    {
        (string, string)[] headers = [("Authorization", $"Bearer {await TokenAsync(node)}")];
        var read = await context.Http.SendAsync(
            "auction read", node, HttpMethod.Get, $"v1/offer/{offer}", null, headers, 404);
        var bids = await context.Http.SendAsync(
            "auction read", node, HttpMethod.Get, $"v1/offer/{offer}/bids", null, headers, 404);
        if (read.Answer.Status != 200 || bids.Answer.Status != 200)
        {
            var bad = read.Answer.Status != 200 ? read.Answer : bids.Answer;
            context.Recorder.Add(new OfferRead(offer, bad, 0, false, []));
            return;
        }

        var kept = JsonNode.Parse(bids.Body)!.AsArray().Select(bid => new OfferRead.KeptBid(
            (string)bid!["id"]!, (decimal)bid["bid_price"]!, (bool)bid["accepted"]!)).ToList();
        var json = JsonNode.Parse(read.Body)!;
        context.Recorder.Add(new OfferRead(
            offer, read.Answer, (decimal)json["bid_price"]!, (bool)json["sold"]!, kept));
    }

    private string? _token;

    private async Task<string> TokenAsync(int node)
    {
        const string account = """{"username":"last","password":"secret"}""";
        if (_token is not null) return _token;

        await context.Http.SendAsync(
            "auction sign up", node, HttpMethod.Post, "v1/signup", account, null, 400);
        var reply = await context.Http.SendAsync(
            "auction log in", node, HttpMethod.Post, "v1/login", account);
        return _token = reply.Answer.IsDone ? (string)JsonNode.Parse(reply.Body)!["token"]! : "";
    }
}
