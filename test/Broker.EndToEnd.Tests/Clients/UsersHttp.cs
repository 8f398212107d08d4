using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>The HTTP side of users, as a page or an application uses it.</summary>
public sealed class UsersHttp(BrokerProcess broker) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = broker.BaseUri, Timeout = Patience.Limit };

    /// <summary>A whole answer: its status, its headers, its body.</summary>
    public sealed record Answer(HttpStatusCode Status, HttpResponseMessage Head, string Body)
    {
        public string? this[string header] =>
            Head.Headers.TryGetValues(header, out var values) ? string.Join(',', values) : null;
    }

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _client.SendAsync(request);
        return new Answer(answer.StatusCode, answer, await answer.Content.ReadAsStringAsync());
    }

    public Task<Answer> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, headers);

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, body: null, headers);

    /// <summary>An application token.</summary>
    public async Task<string> TokenAsync(string username)
    {
        var answer = await PostAsync("/token", new JsonObject { ["username"] = username }.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return TokenOf(answer);
    }

    public async Task<string> SocketTokenAsync(string username)
    {
        var answer = await PostAsync("/ws/token", "", ("Authorization", await TokenAsync(username)));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return TokenOf(answer);
    }

    /// <summary>Sends a user a message.</summary>
    public async Task MessageAsync(string username, string content)
    {
        using var answer = await _client.PostAsJsonAsync("/message", new { username, content });
        Assert.Equal("""{"status":"ok"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>The user's messages after an offset.</summary>
    public async Task<JsonArray> ReadAsync(string username, long since = 0)
    {
        var answer = await GetAsync(
            $"/message?username={Uri.EscapeDataString(username)}&since={since}",
            ("Authorization", $"Bearer {await TokenAsync(username)}"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return JsonNode.Parse(answer.Body)!.AsArray();
    }

    /// <summary>Waits until so many sockets are open, for those that end unannounced.</summary>
    public Task HasConnectionsAsync(int count) => Patience.UntilAsync(
        async () =>
            (int)JsonNode.Parse((await GetAsync("/healthz")).Body)!["connections"]! == count,
        () => $"There never were {count} connections.");

    public void Dispose() => _client.Dispose();

    private static string TokenOf(Answer answer)
    {
        var body = JsonNode.Parse(answer.Body)!.AsObject();
        Assert.Equal(["token"], body.Select(field => field.Key));
        return (string)body["token"]!;
    }
}
