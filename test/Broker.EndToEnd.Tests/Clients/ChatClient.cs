using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>
/// A Chat client. It tells answers (which have a <c>status</c>) from deliveries (which have none), so a
/// spec can wait for either.
/// </summary>
public sealed class ChatClient : IDisposable
{
    private readonly MessageSocket _socket;
    private readonly Queue<JsonObject> _deliveries = [];
    private readonly Queue<JsonObject> _answers = [];

    private ChatClient(MessageSocket socket, JsonObject greeting) => (_socket, Greeting) = (socket, greeting);

    /// <summary>The answer to connecting, the first message of all.</summary>
    public JsonObject Greeting { get; }

    public string Name => (string)Greeting["info"]!["client_name"]!;

    /// <summary>Connects without the query when there is no name.</summary>
    public static async Task<ChatClient> ConnectAsync(BrokerProcess broker, string? name = null)
    {
        var query = name is null ? "" : $"?client_name={Uri.EscapeDataString(name)}";
        var socket = await MessageSocket.ConnectAsync(broker.WebSocketUri("/api/connect" + query));
        return new ChatClient(socket, Parse(await socket.ReceiveAsync()));
    }

    /// <summary>Connects and subscribes.</summary>
    public static async Task<ChatClient> JoinAsync(BrokerProcess broker, string channel, string? name = null)
    {
        var client = await ConnectAsync(broker, name);
        await client.SubscribeAsync(channel);
        return client;
    }

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(type, Encoding.UTF8.GetBytes(text));

    public Task SendAsync(byte[] bytes) => _socket.SendAsync(WebSocketMessageType.Text, bytes);

    /// <summary>Sends one request and returns its answer; deliveries that come first are kept.</summary>
    public async Task<JsonObject> AskAsync(string request)
    {
        await SendAsync(request);
        return await NextAnswerAsync();
    }

    public async Task<JsonObject> SubscribeAsync(string channel)
    {
        var answer = await AskAsync(Request.Subscribe(channel));
        Assert.Equal("ok", (string?)answer["status"]);
        return answer;
    }

    public async Task PublishAsync(string channel, string content)
    {
        var answer = await AskAsync(Request.Publish(channel, content));
        Assert.Equal("""{"status":"ok"}""", answer.ToJsonString());
    }

    public async Task<string[]> ListAsync(string request = Request.List)
    {
        var answer = await AskAsync(request);
        return [.. answer["info"]!["channels"]!.AsArray().Select(channel => (string)channel!)];
    }

    /// <summary>Waits until the broker lists the channel.</summary>
    public Task SeesAsync(string channel) => Patience.UntilAsync(
        async () => (await ListAsync()).Contains(channel), () => $"Channel {channel} does not appear.");

    public async Task<JsonObject> NextAnswerAsync()
    {
        while (_answers.Count == 0) Sort(Parse(await _socket.ReceiveAsync()));
        return _answers.Dequeue();
    }

    public async Task<JsonObject> NextDeliveryAsync()
    {
        while (_deliveries.Count == 0) Sort(Parse(await _socket.ReceiveAsync()));
        return _deliveries.Dequeue();
    }

    /// <summary>The content of the next delivery.</summary>
    public async Task<string> NextContentAsync() => (string)(await NextDeliveryAsync())["content"]!;

    /// <summary>The next message of any kind, as text. Only before any wait for one kind.</summary>
    public async Task<string> NextRawAsync() => Encoding.UTF8.GetString((await _socket.ReceiveAsync()).Bytes);

    public Task<int> ClosedByServerAsync() => _socket.ClosedByServerAsync();

    public Task CloseAsync() => _socket.CloseAsync();

    public void Dispose() => _socket.Dispose();

    private void Sort(JsonObject message) =>
        (message.ContainsKey("status") ? _answers : _deliveries).Enqueue(message);

    private static JsonObject Parse(Message message)
    {
        Assert.Equal(WebSocketMessageType.Text, message.Type);
        return JsonNode.Parse(message.Bytes)!.AsObject();
    }
}
