using System.Text.Json.Nodes;
using System.Threading.Channels;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>A chat client's connection: one request at a time, and deliveries in between.</summary>
internal sealed class ChatConnection : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    private readonly Channel<JsonNode> _answers = Channel.CreateUnbounded<JsonNode>();
    private readonly CancellationTokenSource _end = new();
    private readonly TextSocket _socket;
    private readonly Action<string, string> _deliver;
    private Task _reading = Task.CompletedTask;

    private ChatConnection(TextSocket socket, Action<string, string> deliver) =>
        (_socket, _deliver) = (socket, deliver);

    /// <summary>Connects under a name.</summary>
    /// <param name="node">Where.</param>
    /// <param name="name">The name that is asked for.</param>
    /// <param name="deliver">Is given channel and content of each delivery.</param>
    /// <param name="stop">Ends the attempt.</param>
    /// <returns>The connection, and the broker's first answer; null where it said none.</returns>
    public static async Task<(ChatConnection Connection, JsonNode? Greeting)> ConnectAsync(
        ServerNode node, string name, Action<string, string> deliver, CancellationToken stop)
    {
        var uri = node.WebSocket($"/api/connect?client_name={Uri.EscapeDataString(name)}");
        var connection = new ChatConnection(await TextSocket.ConnectAsync(uri, stop), deliver);
        connection._reading = connection.ReadAsync();
        return (connection, await connection.NextAnswerAsync(stop));
    }

    /// <summary>Null when there is no answer any more, or not in time.</summary>
    public async Task<JsonNode?> AskAsync(string action, JsonObject? parameters, CancellationToken stop)
    {
        var request = new JsonObject { ["action"] = action };
        if (parameters is not null) request["params"] = parameters;
        try
        {
            await _socket.SendAsync(request.ToJsonString(), stop);
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            return null;
        }
        return await NextAnswerAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        _end.CancelAfter(TimeSpan.FromSeconds(2));
        if (!_reading.IsCompleted) await EndSendingAsync();
        await _reading;
        _socket.Dispose();
        _end.Dispose();
    }

    public static bool IsOk(JsonNode? answer) => (string?)answer?["status"] == "ok";

    private async Task EndSendingAsync()
    {
        try
        {
            await _socket.EndAsync(_end.Token);
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            // Then it is just gone.
        }
    }

    private async Task<JsonNode?> NextAnswerAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Limit);
        try
        {
            return await _answers.Reader.ReadAsync(limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            return null;
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _socket.ReceiveAsync(_end.Token) is { } text)
            {
                var message = JsonNode.Parse(text)!;
                if (message["status"] is not null) _answers.Writer.TryWrite(message);
                else _deliver((string)message["channel_name"]!, (string)message["content"]!);
            }
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            // No more answers.
        }
        _answers.Writer.TryComplete();
    }
}
