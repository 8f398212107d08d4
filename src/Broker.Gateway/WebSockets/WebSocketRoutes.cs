using System.Net;
using System.Text;
using Broker.Actors;
using Broker.Gateway.Auction;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Chat;
using Broker.Gateway.Http;
using Broker.Gateway.Users;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// Which path speaks which protocol over WebSocket, and what its query says (contracts §1, §2, §4 and §5).
/// </summary>
internal sealed class WebSocketRoutes(
    WebSocketSettings settings, UserSockets users, AuctionStreams streams)
{
    public const string Subscribe = "/subscribe";
    public const string Chat = "/api/connect";
    public const string Users = "/ws";
    public const string Stream = "/v1/stream";
    private const string ClientNameParameter = "client_name";

    private readonly ByDeflate _broadcast = new(deflate => new BroadcastSocketHandler(settings, deflate));
    private readonly ByDeflate _chat = new(deflate => new ChatSocketHandler(settings, deflate));

    /// <summary>
    /// For a handshake that did not go through HTTP; null when HTTP should say what is wrong.
    /// </summary>
    public WebSocketAdmission? Match(
        ReadOnlySpan<byte> path, ReadOnlySpan<byte> query, IPAddress? address, bool deflate)
    {
        if (path.SequenceEqual("/v1/stream"u8)) return streams.Admit(deflate);

        var isUsers = path.SequenceEqual("/ws"u8);
        var isChat = path.SequenceEqual("/api/connect"u8);
        if (!isUsers && !isChat && !path.SequenceEqual("/subscribe"u8)) return null;

        var text = Encoding.ASCII.GetString(query);
        if (isUsers) return users.Match(text, address, deflate);
        if (isChat) return ToChat(ClientNameOf(text), deflate);
        return BroadcastSocketHandler.ChannelOf(text, out var channel) == ChannelNameError.None
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
    private sealed class ByDeflate(Func<bool, IWebSocketHandler> protocol)
    {
        private readonly IWebSocketHandler _plain = protocol(false);
        private readonly IWebSocketHandler _deflated = protocol(true);

        public IWebSocketHandler this[bool deflate] => deflate ? _deflated : _plain;
    }
}
