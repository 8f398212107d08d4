using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Broker.History;

/// <summary>
/// One account and what it asks of the auction over HTTP (contracts §5); each request becomes a
/// <see cref="Step"/>.
/// </summary>
public sealed class AuctionClient(HttpClient http, string name, string password = "history")
{
    private const string SoldText = "the offer is sold";

    private string _token = "";

    public string Name => name;

    public string Token => _token;

    /// <summary>Another account over the same connections.</summary>
    public AuctionClient As(string other) => new(http, other, password);

    public async Task<Step.SignUp> SignUpAsync()
    {
        var reply = await SendAsync(HttpMethod.Post, "/v1/signup", Account());
        return new Step.SignUp(name, reply.Span, reply.Outcome);
    }

    /// <summary>False when the account is not there, or nobody answers.</summary>
    public async Task<bool> LogInAsync()
    {
        var reply = await SendAsync(HttpMethod.Post, "/v1/login", Account());
        if (reply.Outcome == Outcome.Done) _token = (string)reply.Json["token"]!;
        return reply.Outcome == Outcome.Done;
    }

    public async Task<Step.Offer> OfferAsync(string title, decimal price)
    {
        var reply = await SendAsync(
            HttpMethod.Post, "/v1/offer", new JsonObject { ["title"] = title, ["bid_price"] = price });
        var id = reply.Outcome == Outcome.Done ? (string?)reply.Json["id"] : null;
        return new Step.Offer(name, reply.Span, reply.Outcome, title, price, id);
    }

    public async Task<Step.Bid> BidAsync(string offerId, decimal price)
    {
        var reply = await SendAsync(
            HttpMethod.Post, "/v1/bid", new JsonObject { ["offer_id"] = offerId, ["bid_price"] = price });
        var id = reply.Outcome == Outcome.Done ? (string?)reply.Json["id"] : null;
        var told = reply.IsConflict ? (decimal?)reply.Json["bid_price"] : null;
        var isSold = reply.IsConflict && (string?)reply.Json["error"] == SoldText;
        return new Step.Bid(name, reply.Span, reply.Outcome, offerId, price, id, told, isSold);
    }

    public async Task<Step.Accept> AcceptAsync(string offerId, string bidId)
    {
        var reply = await SendAsync(HttpMethod.Put, $"/v1/bid/{bidId}");
        return new Step.Accept(name, reply.Span, reply.Outcome, offerId, bidId);
    }

    /// <summary>One offer; nothing where it was not shown.</summary>
    public async Task<IReadOnlyList<Step>> LookAsync(string offerId)
    {
        var reply = await SendAsync(HttpMethod.Get, $"/v1/offer/{offerId}");
        return reply.Outcome == Outcome.Done ? [LookAt(reply, ReadOffer(reply.Json))] : [];
    }

    /// <summary>A page of the list.</summary>
    public async Task<IReadOnlyList<Step>> ListAsync(int page, int size)
    {
        var reply = await SendAsync(HttpMethod.Get, $"/v1/offers?size={size}&page={page}");
        return reply.Outcome == Outcome.Done
            ? [.. reply.Json.AsArray().Select(offer => LookAt(reply, ReadOffer(offer!)))]
            : [];
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        if (_token.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            var reply = new Reply((int)answer.StatusCode, text, Span.Until(began));
            return reply.Outcome == Outcome.Unknown ? reply with { Span = Span.From(began) } : reply;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return new Reply(0, e.Message, Span.From(began));
        }
    }

    internal static StoredOffer ReadOffer(JsonNode offer) => new(
        (string)offer["id"]!, (string)offer["title"]!, (decimal)offer["bid_price"]!,
        (string)offer["created_by"]!, (bool)offer["sold"]!);

    private Step.Look LookAt(Reply reply, StoredOffer offer) =>
        new(name, reply.Span, offer.Id, offer.Price, offer.IsSold);

    private JsonObject Account() => new() { ["username"] = name, ["password"] = password };
}
