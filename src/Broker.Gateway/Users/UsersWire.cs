using Broker.Actors.Channels;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Startup;
using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Users;

/// <summary>What all sockets of users with one format share.</summary>
/// <param name="Encoding">Bare contents or events.</param>
/// <param name="IsJson">Whether events are structured, and a client may renew its token.</param>
internal sealed record UsersWire(
    IWireEncoding Encoding,
    FrameReaderSettings Frames,
    bool IsJson,
    UserTokens Tokens,
    bool CloseOnExpiry,
    TimeProvider Time)
{
    public static UsersWire For(
        bool isJson,
        bool deflate,
        UsersSettings users,
        WebSocketSettings sockets,
        UserTokens tokens,
        TimeProvider time)
    {
        IWireEncoding plain = isJson ? InboxJsonEncoding.Instance : BroadcastEncoding.ForUsers;
        return new UsersWire(
            deflate ? new DeflatedEncoding(plain) : plain,
            new FrameReaderSettings(users.MessageBytesMax, sockets.FragmentsMax, deflate),
            isJson,
            tokens,
            users.CloseOnExpiry,
            time);
    }
}
