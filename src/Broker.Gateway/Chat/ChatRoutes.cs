using Broker.Gateway.Http;
using Broker.Gateway.OpenApi;
using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Chat;

/// <summary>The route of Chat (contracts §2).</summary>
internal static class ChatRoutes
{
    public static void MapChat(this WebApplication app)
    {
        var routes = app.Services.GetRequiredService<WebSocketRoutes>();
        var upgrade = app.Services.GetRequiredService<WebSocketUpgrade>();

        app.MapGet(WebSocketRoutes.Chat, context =>
            {
                var name = WebSocketRoutes.ClientNameOf(context.Request.QueryString.Value);
                return upgrade.HandleAsync(context, deflate => routes.ToChat(name, deflate));
            })
            .WithTags("Chat")
            .Describe("connect", "Join the chat, by WebSocket.")
            .WithQuery("client_name", "A name that is free. Without one the broker chooses it.")
            .ProducesHandshake(typeof(ErrorBody));
    }
}
