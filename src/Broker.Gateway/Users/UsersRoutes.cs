using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Users;

/// <summary>The paths of contracts §4; their errors are text.</summary>
internal static class UsersRoutes
{
    public const string Token = "/token";
    public const string SocketToken = "/ws/token";
    public const string Message = "/message";

    private static readonly PathString[] All = [Token, SocketToken, Message, WebSocketRoutes.Users];

    public static bool IsOne(PathString path) => All.Contains(path);
}
