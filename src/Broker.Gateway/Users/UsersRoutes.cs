using System.Net.Mime;
using Broker.Gateway.OpenApi;
using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Users;

/// <summary>The routes of Users (contracts §4). Their errors are text.</summary>
internal static class UsersRoutes
{
    private const string Text = MediaTypeNames.Text.Plain;
    private const string Token = "/token";
    private const string SocketToken = "/ws/token";
    private const string Message = "/message";

    private static readonly PathString[] All = [Token, SocketToken, Message, WebSocketRoutes.Users];

    public static bool IsOne(PathString path) => All.Contains(path);

    public static void MapUsers(this WebApplication app)
    {
        var routes = app.MapGroup("").WithTags("Users")
            .Produces(429, "Too many requests from this address; see `Retry-After`.", typeof(string), Text);
        MapTokens(routes, app.Services.GetRequiredService<TokenEndpoints>());
        MapMessages(routes, app.Services.GetRequiredService<MessageEndpoints>());

        var sockets = app.Services.GetRequiredService<UserSocketEndpoint>();
        routes.MapGet(WebSocketRoutes.Users, sockets.HandleAsync)
            .Describe("openUserSocket", "A user's messages, by WebSocket.")
            .WithQuery("format", "`json` gets structured events, without it bare contents.")
            .WithReplay()
            .NeedsOneOf(SecuritySchemes.User, SecuritySchemes.UserInQuery)
            .Produces(101, "The WebSocket handshake. `/asyncapi.json` describes its frames.")
            .Produces(400, "The token is valid, but the request is no handshake.", typeof(string), Text)
            .Produces(403, "The token is missing or invalid.", typeof(string), Text)
            .Produces(503, "The broker is full or draining; see `Retry-After`.", typeof(string), Text);
    }

    private static void MapTokens(RouteGroupBuilder routes, TokenEndpoints tokens)
    {
        routes.MapPost(Token, tokens.IssueForApplicationAsync)
            .Describe("issueToken", "An application token for a user.")
            .TakesBody(typeof(TokenRequest))
            .Produces(200, "The token, valid for 30 minutes.", typeof(TokenBody))
            .Produces(400, "The body is not this JSON object.", typeof(string), Text);
        routes.MapPost(SocketToken, tokens.IssueForSocketAsync)
            .Describe("issueSocketToken", "A socket token, for an application token.")
            .NeedsOneOf(SecuritySchemes.User)
            .Produces(200, "The token, valid for one minute and only at `/ws`.", typeof(TokenBody))
            .Produces(403, "The token is missing or invalid.", typeof(string), Text);
    }

    private static void MapMessages(RouteGroupBuilder routes, MessageEndpoints messages)
    {
        var both = routes.MapGroup("")
            .Produces(503, "The broker is busy or draining; see `Retry-After`.", typeof(string), Text);
        both.MapPost(Message, messages.SendAsync)
            .Describe("sendMessage", "A message to every socket of a user.")
            .TakesBody(typeof(NewMessage))
            .NeedsOneOf(SecuritySchemes.Publisher, SecuritySchemes.PublisherKey)
            .Produces(200, "Stored for the user, connected or not.", typeof(StatusBody))
            .Produces(400, "The body is not this JSON object.", typeof(string), Text)
            .Produces(401, "A key is missing.", typeof(string), Text)
            .Produces(403, "The key is wrong.", typeof(string), Text)
            .Produces(413, "The body is too large.", typeof(string), Text);
        both.MapGet(Message, messages.ReadAsync)
            .Describe("readMessages", "The messages that are stored for a user.")
            .WithQuery("username", "The user of the token.", isRequired: true)
            .WithReplay()
            .NeedsOneOf(SecuritySchemes.User, SecuritySchemes.UserInQuery)
            .Produces(200, "Oldest first.", typeof(StoredMessage[]))
            .Produces(400, "`since` is no offset.", typeof(string), Text)
            .Produces(403, "The token is missing, invalid or another user's.", typeof(string), Text);
    }

    private static T WithReplay<T>(this T route)
        where T : IEndpointConventionBuilder => route
        .WithQuery("since", "Messages after this offset; 0 is everything stored.")
        .WithQuery("epoch", "The epoch of that offset.");
}
