using System.Text.Json.Serialization.Metadata;
using Broker.Actors.Delivery;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Http;
using Broker.Gateway.WebSockets;
using Broker.Gateway.WebSockets.Compression;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Users;

/// <summary>What all sockets of users with one format share.</summary>
/// <param name="Encoding">Bare contents or events.</param>
/// <param name="IsJson">Whether events are structured, and a client may renew its token.</param>
internal sealed record UsersOptions(
    IWireEncoding Encoding,
    FrameReaderSettings Frames,
    bool IsJson,
    UserTokens Tokens,
    JsonTypeInfo<TokenRenewal> RenewalType,
    bool CloseOnExpiry,
    TimeProvider Time)
{
    public static UsersOptions For(
        bool isJson,
        bool deflate,
        UsersSettings users,
        WebSocketSettings sockets,
        UserTokens tokens,
        TimeProvider time)
    {
        IWireEncoding plain = isJson ? InboxJsonEncoding.Instance : BroadcastEncoding.ForUsers;
        return new UsersOptions(
            deflate ? new DeflatedEncoding(plain) : plain,
            new FrameReaderSettings(users.MessageBytesMax, sockets.FragmentsMax, deflate),
            isJson,
            tokens,
            InputJson.WithDepth(sockets.JsonDepthMax).TokenRenewal,
            users.CloseOnExpiry,
            time);
    }
}
