using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>Somebody with an account of the auction, over HTTP.</summary>
public sealed class AuctionUser : IDisposable
{
    private const string Password = "correct horse battery staple";

    private readonly HttpClient _client;

    private AuctionUser(BrokerProcess broker, string name)
    {
        Name = name;
        _client = new HttpClient { BaseAddress = broker.BaseUri, Timeout = Patience.Limit };
    }

    /// <summary>A whole answer.</summary>
    public sealed record Answer(HttpStatusCode Status, string Text)
    {
        public JsonNode Json => JsonNode.Parse(Text)!;
    }

    public string Name { get; }

    public string Token { get; private set; } = "";

    /// <summary>Makes an account and logs in.</summary>
    public static async Task<AuctionUser> SignUpAsync(BrokerProcess broker, string name)
    {
        var user = new AuctionUser(broker, name);
        var signedUp = await user.SendAsync(HttpMethod.Post, "/v1/signup", Account(name));
        Assert.Equal(HttpStatusCode.Created, signedUp.Status);
        await user.LogInAsync();
        return user;
    }

    /// <summary>Logs in to an account that is there.</summary>
    public static async Task<AuctionUser> LogInAsync(BrokerProcess broker, string name)
    {
        var user = new AuctionUser(broker, name);
        await user.LogInAsync();
        return user;
    }

    public static string Account(string name, string password = Password) =>
        new JsonObject { ["username"] = name, ["password"] = password }.ToJsonString();

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (Token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var answer = await _client.SendAsync(request);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>A new offer.</summary>
    public async Task<JsonObject> OfferAsync(string fields)
    {
        var answer = await SendAsync(HttpMethod.Post, "/v1/offer", fields);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return answer.Json.AsObject();
    }

    public Task<Answer> BidAsync(JsonNode? offerId, decimal price) => SendAsync(
        HttpMethod.Post, "/v1/bid", $$"""{"bid_price":{{price}},"offer_id":"{{offerId}}"}""");

    public Task<Answer> AcceptAsync(JsonNode? bidId) => SendAsync(HttpMethod.Put, $"/v1/bid/{bidId}");

    public void Dispose() => _client.Dispose();

    private async Task LogInAsync()
    {
        var answer = await SendAsync(HttpMethod.Post, "/v1/login", Account(Name));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Token = (string)answer.Json["token"]!;
    }
}
