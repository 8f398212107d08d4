using System.Text;
using Broker.Actors.Channels;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Chat;
using Broker.Gateway.Http;
using Broker.Gateway.Startup;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.WebSockets;

/// <summary>Which path speaks which protocol over WebSocket, and what its query says (contracts §1 and §2).</summary>
internal sealed class WebSocketRoutes(WebSocketSettings settings)
{
    public const string Subscribe = "/subscribe";
    public const string Chat = "/api/connect";
    private const string ClientNameParameter = "client_name";

    private readonly ByDeflate _broadcast = new(deflate => new BroadcastProtocol(settings, deflate));
    private readonly ByDeflate _chat = new(deflate => new ChatProtocol(settings, deflate));

    /// <summary>For a handshake that did not go through HTTP; null when HTTP should say what is wrong.</summary>
    public WebSocketAdmission? Match(
        ReadOnlySpan<byte> path, ReadOnlySpan<byte> query, bool deflate)
    {
        if (!path.SequenceEqual("/subscribe"u8) && !path.SequenceEqual("/api/connect"u8)) return null;

        var text = Encoding.ASCII.GetString(query);
        if (path.Length == Chat.Length) return ToChat(ClientNameOf(text), deflate);
        return BroadcastProtocol.ChannelOf(text, out var channel) == ChannelNameError.None
            ? ToBroadcast(channel!, deflate)
            : null;
    }

    public static string? ClientNameOf(ReadOnlySpan<char> query) =>
        QueryParameter.Read(query, ClientNameParameter, out _);

    public WebSocketAdmission ToBroadcast(ChannelName channel, bool deflate) =>
        new(_broadcast[deflate], ClientName: null, new SubscribeRequest(default, channel));

    /// <summary>No name, or an empty one, asks for a random one.</summary>
    public WebSocketAdmission ToChat(string? clientName, bool deflate) =>
        new(_chat[deflate], clientName ?? "");

    /// <summary>A protocol with and without permessage-deflate.</summary>
    private sealed class ByDeflate(Func<bool, IWebSocketProtocol> protocol)
    {
        private readonly IWebSocketProtocol _plain = protocol(false);
        private readonly IWebSocketProtocol _deflated = protocol(true);

        public IWebSocketProtocol this[bool deflate] => deflate ? _deflated : _plain;
    }
}
