using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>Chat requests without a fault.</summary>
public static class Request
{
    public const string List = """{"action":"list"}""";
    public const string ListMine = """{"action":"list","params":{"scope":"mine"}}""";

    public static string Subscribe(string channel) => OnChannel("subscribe", channel);

    public static string Unsubscribe(string channel) => OnChannel("unsubscribe", channel);

    public static string Publish(string channel, string content) => new JsonObject
    {
        ["action"] = "publish",
        ["params"] = new JsonObject { ["channel_name"] = channel, ["content"] = content },
    }.ToJsonString();

    private static string OnChannel(string action, string channel) => new JsonObject
    {
        ["action"] = action,
        ["params"] = new JsonObject { ["channel_name"] = channel },
    }.ToJsonString();
}
