using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Server;

/// <summary>The broker's HTTP side as any HTTP client uses it.</summary>
public sealed class BrokerHttp : IDisposable
{
    private readonly HttpClient _client;

    public BrokerHttp(int port) => _client = new HttpClient
    {
        BaseAddress = new Uri($"http://localhost:{port}/"),
        Timeout = Patience.Limit,
    };

    public Task<HttpResponseMessage> GetAsync(string path) =>
        _client.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>False also while nothing listens.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await GetAsync("/readyz");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) =>
        _client.SendAsync(new HttpRequestMessage(method, path));

    /// <summary>The answer as soon as its head is here; the body of an event stream never ends.</summary>
    public Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request) =>
        _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

    /// <summary>Publishes and leaves the judgement of the answer to the caller.</summary>
    public Task<HttpResponseMessage> PostAsync(
        string channel, byte[] body, params IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, PublishPath(channel))
        {
            Content = new ByteArrayContent(body),
        };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return _client.SendAsync(request);
    }

    public async Task PublishAsync(string channel, byte[] body)
    {
        using var answer = await PostAsync(channel, body);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    public Task PublishAsync(string channel, string text) =>
        PublishAsync(channel, Encoding.UTF8.GetBytes(text));

    /// <summary>Publishes with <c>Prefer: return=representation</c>.</summary>
    public async Task<JsonObject> PublishForReceiptAsync(
        string channel, string text, params IEnumerable<(string Name, string Value)> headers)
    {
        using var answer = await PostAsync(
            channel, Encoding.UTF8.GetBytes(text), [("Prefer", "return=representation"), .. headers]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>
    /// Waits until the channel reaches exactly so many, for clients that come or go unannounced. It publishes
    /// to find out.
    /// </summary>
    public Task ReachesAsync(string channel, int receivers) => Patience.UntilAsync(
        async () => (int)(await PublishForReceiptAsync(channel, "how many?"))["receivers"]! == receivers,
        () => $"Channel {channel} does not come to {receivers} receivers.");

    public void Dispose() => _client.Dispose();

    private static string PublishPath(string channel) => $"/publish?channel={Uri.EscapeDataString(channel)}";
}
