using System.Globalization;
using System.Text.Json.Nodes;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>
/// Bids on the same few offers as all others, each time at any node, often at the same price; sells its own
/// offers when they had some bids, at two nodes at once and to two bidders.
/// </summary>
internal sealed class Bidder(LabContext context, string name, OfferBook book) : IClient
{
    private const int OpenMax = 3, BidsBeforeSale = 25;

    private readonly Random _choices = context.ChoicesOf(name);
    private string _token = "";

    public async Task RunAsync(CancellationToken stop)
    {
        while (_token.Length == 0 && !stop.IsCancellationRequested)
        {
            await LogInAsync();
            await Pause.ForAsync(TimeSpan.FromMilliseconds(300), stop);
        }
        while (!stop.IsCancellationRequested)
        {
            await StepAsync(stop);
            await Pause.ForAsync(TimeSpan.FromMilliseconds(_choices.Next(20, 250)), stop);
        }
    }

    private async Task StepAsync(CancellationToken stop)
    {
        var open = book.Open.ToArray();
        var ripe = open.FirstOrDefault(offer => offer.Creator == name && offer.Bids >= BidsBeforeSale);
        if (ripe is not null) await SellAsync(ripe, stop);
        else if (open.Length < OpenMax) await OfferAsync();
        else await BidAsync(open[_choices.Next(open.Length)]);
    }

    // Signing up may have worked although nobody said so; then it is a bad request the next time.
    private async Task LogInAsync()
    {
        var account = $$"""{"username":"{{name}}","password":"secret of {{name}}"}""";
        await SendAsync("auction sign up", HttpMethod.Post, "v1/signup", account, 400);
        var reply = await SendAsync("auction log in", HttpMethod.Post, "v1/login", account, 403);
        if (reply.Answer.IsDone) _token = (string)JsonNode.Parse(reply.Body)!["token"]!;
    }

    private async Task OfferAsync()
    {
        var reply = await SendAsync(
            "auction offer", HttpMethod.Post, "v1/offer", $$"""{"bid_price":1,"title":"of {{name}}"}""");
        if (!reply.Answer.IsDone) return;

        var id = (string)JsonNode.Parse(reply.Body)!["id"]!;
        context.Recorder.Add(new OfferMade(id, 1, reply.Answer));
        book.Add(new OfferBook.Entry(id, name, 1));
    }

    private async Task BidAsync(OfferBook.Entry offer)
    {
        var price = offer.Top.Price + _choices.Next(1, 3);
        var reply = await SendAsync("auction bid", HttpMethod.Post, "v1/bid", string.Create(
            CultureInfo.InvariantCulture, $$"""{"bid_price":{{price}},"offer_id":"{{offer.Id}}"}"""), 409);
        var answer = reply.Answer.Status is 201 or 409 ? JsonNode.Parse(reply.Body) : null;
        var id = reply.Answer.IsDone ? (string)answer!["id"]! : "";
        context.Recorder.Add(new Bid(offer.Id, id, price, reply.Answer));
        if (answer is not null) offer.Rose((decimal)answer["bid_price"]!, id.Length > 0 ? id : null);
    }

    private async Task SellAsync(OfferBook.Entry offer, CancellationToken stop)
    {
        book.Close(offer);
        if (offer.Top.Bid is not { } first) return;

        await BidAsync(offer);
        var second = offer.Top.Bid ?? first;
        var answers = await Task.WhenAll(AcceptAsync(offer, first), AcceptAsync(offer, second));
        await BidAsync(offer);
        for (var tries = 0; tries < 60 && !stop.IsCancellationRequested; tries++)
        {
            if (answers.Any(status => status is 200 or 409)) return;

            await Pause.ForAsync(TimeSpan.FromMilliseconds(500), stop);
            answers = [await AcceptAsync(offer, first)];
        }
    }

    private async Task<int> AcceptAsync(OfferBook.Entry offer, string bid)
    {
        var reply = await SendAsync("auction accept", HttpMethod.Put, $"v1/bid/{bid}", null, 409);
        context.Recorder.Add(new Acceptance(offer.Id, bid, reply.Answer));
        return reply.Answer.Status;
    }

    private Task<NodeHttp.Reply> SendAsync(
        string operation, HttpMethod method, string path, string? body, params int[] expected) =>
        context.Http.SendAsync(operation, _choices.Next(context.Nodes.Count), method, path, body,
            _token.Length > 0 ? [("Authorization", $"Bearer {_token}")] : [], expected);
}
