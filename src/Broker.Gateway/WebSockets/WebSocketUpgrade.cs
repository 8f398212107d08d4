using System.IO.Pipelines;
using Broker.Gateway.Http;
using Broker.Gateway.Operations;
using Broker.Gateway.WebSockets.Compression;
using Broker.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// The handshake of a WebSocket that came through HTTP: the same rules and the same connection as in front of
/// it, for requests with anything the fast path does not know, and the errors of both.
/// </summary>
internal sealed class WebSocketUpgrade(
    OriginRule origins, WebSocketDependencies services, Readiness readiness)
{
    private static readonly Dictionary<string, string> UpgradeHeaders = new()
    {
        ["Upgrade"] = "websocket",
        ["Connection"] = "Upgrade",
    };

    private static readonly Dictionary<string, string> VersionHeaders =
        new() { ["Sec-WebSocket-Version"] = "13" };

    public static bool IsAskedFor(HttpRequest request) =>
        Handshake.Check(request.Headers) is not HandshakeResult.NotWebSocket;

    /// <summary>Whether the handshake is as it must be; what else may refuse it is the server's.</summary>
    public static bool MaySucceed(HttpRequest request) =>
        Handshake.Check(request.Headers) is HandshakeResult.Ok;

    /// <param name="context">A request whose path speaks WebSocket.</param>
    /// <param name="admit">What it came to, given whether messages may be compressed.</param>
    public async Task HandleAsync(HttpContext context, Func<bool, WebSocketAdmission> admit)
    {
        var request = context.Request;
        if (Refusal(Handshake.Check(request.Headers)) is { } refusal) throw refusal;
        if (!origins.Accepts(request)) throw HttpErrorException.ForeignOrigin();
        if (!readiness.IsReady) throw HttpErrorException.Busy("the server is going away");
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade)
            throw Refusal(HandshakeResult.NotWebSocket)!;

        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.SecWebSocketAccept = Handshake.Accept(request.Headers.SecWebSocketKey!);
        var extensions = services.Compression
            ? DeflateNegotiation.Negotiate(request.Headers.SecWebSocketExtensions.ToString())
            : null;
        if (extensions is not null) context.Response.Headers.SecWebSocketExtensions = extensions;

        // The transport's own pipe, behind the answer: the stream would copy and flush once more.
        var output = context.Features.Get<IConnectionTransportFeature>()!.Transport.Output;
        var admission = admit(extensions is not null);
        using var connection = new WebSocketConnection(
            admission, new PipeSink(output, context.Abort), services);
        if (await connection.ConnectAsync(admission) is { } reason)
            throw HttpErrorException.Busy(reason.Text);

        await using var stream = await UpgradeAsync(upgrade, connection);
        await connection.RunAsync(PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)));
    }

    private static async Task<Stream> UpgradeAsync(
        IHttpUpgradeFeature upgrade, WebSocketConnection connection)
    {
        try
        {
            return await upgrade.UpgradeAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            await connection.EndAsync();
            throw;
        }
    }

    private static HttpErrorException? Refusal(HandshakeResult result) => result switch
    {
        HandshakeResult.Ok => null,
        HandshakeResult.NotWebSocket => new HttpErrorException(
            StatusCodes.Status426UpgradeRequired, "this is a WebSocket: come with Upgrade: websocket")
        { Headers = UpgradeHeaders },
        HandshakeResult.BadVersion => new HttpErrorException(
            StatusCodes.Status400BadRequest, "Sec-WebSocket-Version must be 13")
        { Headers = VersionHeaders },
        HandshakeResult.BadKey => new HttpErrorException(
            StatusCodes.Status400BadRequest, "Sec-WebSocket-Key is missing or not base64"),
        _ => new HttpErrorException(StatusCodes.Status400BadRequest, "the WebSocket handshake is malformed"),
    };
}
