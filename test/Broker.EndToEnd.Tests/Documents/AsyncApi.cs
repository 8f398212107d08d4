using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Documents;

/// <summary>
/// The AsyncAPI document in the repository. Every socket of these specs holds each frame that it receives
/// against it, so a frame that the document does not describe fails the spec that saw it.
/// </summary>
internal static class AsyncApi
{
    public static JsonNode Document { get; } = JsonNode.Parse(File.ReadAllText(
        Path.Combine(SourceTree.Root, "src", "Broker.Gateway", "OpenApi", "asyncapi.json")))!;

    private static readonly string[] EventTypes = ["message", "gap", "renewed", "error"];

    private static readonly JsonSchema Schemas = new(Document);

    /// <summary>A frame that the server sent to a client of a path.</summary>
    public static void Check(Uri uri, Message message)
    {
        if (MessageOf(uri) is not { } name) return;

        var text = Encoding.UTF8.GetString(message.Bytes);
        var isJson = ContentTypeOf(name) == "application/json";
        var value = isJson ? ParseOrText(text) : JsonValue.Create(text);
        // A structured socket hears its own texts too, whatever they are.
        var isEcho = name == "usersEvent" && !EventTypes.Contains((string?)(value as JsonObject)?["type"]);
        if (!isEcho) Check(name, value);
        Assert.True(message.Type is WebSocketMessageType.Text || name == "broadcastPublication");
    }

    /// <summary>A line or a payload that the server sent.</summary>
    public static void Check(string message, JsonNode? payload)
    {
        var problems = Problems(message, payload);
        Assert.True(problems.Count == 0, $"/asyncapi.json, {message}: {string.Join("; ", problems)}");
    }

    public static IReadOnlyList<string> Problems(string message, JsonNode? payload) =>
        Schemas.Problems(MessageOf(message)["payload"]!, payload);

    private static JsonNode MessageOf(string name) => Document["components"]!["messages"]![name]!;

    private static string ContentTypeOf(string name) => (string)MessageOf(name)["contentType"]!;

    private static string? MessageOf(Uri uri) => uri.AbsolutePath switch
    {
        "/subscribe" => "broadcastPublication",
        "/api/connect" => "chatFrame",
        "/ws" when uri.Query.Contains("format=json", StringComparison.Ordinal) => "usersEvent",
        "/ws" => "usersText",
        "/v1/stream" => "auctionEvent",
        _ => null,
    };

    private static JsonNode? ParseOrText(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
