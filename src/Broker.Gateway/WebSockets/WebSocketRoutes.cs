using System.Text;
using Broker.Actors.Channels;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Chat;
using Microsoft.AspNetCore.WebUtilities;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.WebSockets;

/// <summary>Which path speaks which protocol over WebSocket, and what its query says (contracts §1 and §2).</summary>
internal sealed class WebSocketRoutes(BroadcastProtocol broadcast, ChatProtocol chat)
{
    public const string Subscribe = "/subscribe";
    public const string Chat = "/api/connect";
    private const string ChannelParameter = "channel";
    private const string ClientNameParameter = "client_name";

    /// <summary>For a handshake that did not go through HTTP; null when HTTP should say what is wrong.</summary>
    public WebSocketAdmission? Match(ReadOnlySpan<byte> path, ReadOnlySpan<byte> query)
    {
        if (!path.SequenceEqual("/subscribe"u8) && !path.SequenceEqual("/api/connect"u8)) return null;

        var values = QueryHelpers.ParseNullableQuery(Encoding.ASCII.GetString(query));
        if (path.Length == Chat.Length) return ToChat(Value(ClientNameParameter));
        return BroadcastProtocol.ChannelOf(Value(ChannelParameter), out var channel) == ChannelNameError.None
            ? ToBroadcast(channel!)
            : null;

        string? Value(string name) =>
            values is not null && values.TryGetValue(name, out var found) ? found.ToString() : null;
    }

    public WebSocketAdmission ToBroadcast(ChannelName channel) =>
        new(broadcast, ClientName: null, new SubscribeRequest(default, channel));

    /// <summary>No name, or an empty one, asks for a random one.</summary>
    public WebSocketAdmission ToChat(string? clientName) => new(chat, clientName ?? "");
}
