using System.Buffers;
using System.IO.Pipelines;
using Broker.Gateway.Connections;
using Broker.Gateway.Health;
using Broker.Gateway.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Broker.Gateway.Upgrades;

/// <summary>
/// Sits in front of HTTP on every connection. A plain WebSocket handshake is answered here and the HTTP layer,
/// about 6 KB a connection, is never entered; everything else goes on to HTTP untouched, errors included.
/// It stands in for what HTTP would have done meanwhile: the time limit for the first byte.
/// </summary>
internal sealed class UpgradeMiddleware(
    ConnectionDelegate next,
    WebSocketRoutes routes,
    OriginRule origins,
    Readiness readiness,
    WebSocketServices services,
    SharedTimeouts firstByte)
{
    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        var admission = await RecogniseAsync(connection);
        if (admission is null) return;
        if (admission.Admission is null)
        {
            await next(connection);
            return;
        }

        var sink = SinkOf(connection);
        try
        {
            // The answer must be out before a channel can send: join only after it.
            await sink.WriteAsync([admission.Response]);
        }
        catch (IOException)
        {
            return;
        }
        await new WebSocketConnection(admission.Admission, connection.Transport.Input, sink, services).RunAsync();
    }

    /// <summary>Null: nothing came in time.</summary>
    private async ValueTask<Recognised?> RecogniseAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        ReadResult result;
        try
        {
            result = await input.ReadAsync(firstByte.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            Log.NothingSaid(services.Logger, connection.ConnectionId);
            connection.Abort();
            return null;
        }

        var recognised = Recognise(result.Buffer);
        input.AdvanceTo(result.Buffer.GetPosition(recognised.HeadLength));
        return recognised;
    }

    private Recognised Recognise(in ReadOnlySequence<byte> input)
    {
        if (UpgradeParser.TryParse(input, out var request) is not UpgradeOutcome.Plain) return Recognised.Not;
        if (!readiness.IsReady || !origins.Accepts(request)) return Recognised.Not;
        var extensions = services.Compression ? DeflateNegotiation.Negotiate(request.Extensions) : default;
        if (routes.Match(request.Path, request.Query, deflate: !extensions.IsEmpty) is not { } admission)
            return Recognised.Not;

        var response = new byte[Handshake.ResponseLengthMax];
        var length = Handshake.WriteResponse(response, request.Key, extensions);
        return new Recognised(admission, response.AsMemory(0, length), request.Head.Length);
    }

    private static IByteSink SinkOf(ConnectionContext connection)
    {
        var isPlain = connection.Features.Get<ITlsConnectionFeature>() is null;
        return isPlain && connection.Features.Get<IConnectionSocketFeature>() is { } feature
            ? new SocketSink(connection, feature.Socket)
            : new PipeSink(connection.Transport.Output, connection.Abort);
    }

    private sealed record Recognised(
        WebSocketAdmission? Admission, ReadOnlyMemory<byte> Response, int HeadLength)
    {
        public static readonly Recognised Not = new(null, default, 0);
    }
}
