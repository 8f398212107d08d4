using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Broker.Gateway.Http;
using Broker.Gateway.Operations;
using Broker.Gateway.WebSockets.Compression;
using Broker.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// Sits in front of HTTP on every connection. It answers an ordinary WebSocket handshake, so that the
/// connection never enters HTTP, which costs about 6 KB. Everything else goes on to HTTP untouched, errors
/// included. It also keeps the limit on connections and the time limit for the first byte.
/// </summary>
internal sealed class UpgradeMiddleware(
    ConnectionDelegate next,
    WebSocketRoutes routes,
    OriginRule origins,
    Readiness readiness,
    WebSocketDependencies services,
    CoalescedTimeouts firstByte,
    ConnectionLimit gate,
    ConnectionRefusals refusals)
{
    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        var refused = gate.Enter(connection);
        if (refused is { } reason)
        {
            if (!refusals.TryBegin(reason, connection)) return;
            // HTTP says it, in the form of the route.
            connection.Features.Set(HttpErrorException.Of(reason));
        }
        try
        {
            var (outcome, upgraded) = await UpgradeAsync(connection, mayUpgrade: refused is null);
            if (outcome is Outcome.Upgraded) await upgraded!.RunAsync(connection.Transport.Input);
            else if (outcome is Outcome.ForHttp) await next(connection);
        }
        finally
        {
            if (refused is null) gate.Leave();
            else refusals.End();
        }
    }

    // A method of its own, so that what the handshake needs is gone while the connection lives. No ValueTask:
    // its awaiter would stay, three times as large.
    private async Task<(Outcome, WebSocketConnection?)> UpgradeAsync(
        ConnectionContext connection, bool mayUpgrade)
    {
        var input = connection.Transport.Input;
        try
        {
            var result = await input.ReadAsync(firstByte.Token);
            var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
            var recognised = mayUpgrade ? Recognise(result.Buffer.First, address) : Recognised.Not;
            if (recognised.Admission is not { } admission)
            {
                HandOver(connection, result.Buffer);
                return (Outcome.ForHttp, null);
            }

            var sink = ByteSink.Of(connection);
            var upgraded = new WebSocketConnection(admission, sink, services);
            var reason = await upgraded.ConnectAsync(admission);
            input.AdvanceTo(result.Buffer.GetPosition(reason is null ? recognised.HeadLength : 0));
            // HTTP will be refused likewise, and has words for it.
            if (reason is not null) return (Outcome.ForHttp, null);

            if (await AnswerAsync(sink, recognised.Response)) return (Outcome.Upgraded, upgraded);

            await upgraded.EndAsync();
            return (Outcome.Over, null);
        }
        catch (OperationCanceledException) when (firstByte.HasEnded)
        {
            return (Outcome.Over, null);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            Log.NothingSaid(services.Logger, connection.ConnectionId);
            connection.Abort();
            return (Outcome.Over, null);
        }
    }

    /// <returns>False when the peer is gone.</returns>
    private static async ValueTask<bool> AnswerAsync(IByteSink sink, ReadOnlyMemory<byte> response)
    {
        try
        {
            // At once, where the sink can: an asynchronous send keeps its buffer for the connection's life.
            var sent = sink.TrySend(response.Span);
            if (sent < response.Length) await sink.WriteAsync([response[sent..]]);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // A request that gets its length here is the only one of its connection, as is usual in HTTP/1.0.
    private static void HandOver(ConnectionContext connection, in ReadOnlySequence<byte> buffer)
    {
        var transport = connection.Transport;
        if (Http10Request.WithLength(buffer) is { } request)
            connection.Transport = new Transport(PipeReader.Create(request), transport.Output);
        transport.Input.AdvanceTo(buffer.Start);
    }

    private Recognised Recognise(ReadOnlyMemory<byte> input, IPAddress? address)
    {
        if (!UpgradeParser.TryParse(input, out var request)) return Recognised.Not;
        if (!readiness.IsReady || !origins.Accepts(request)) return Recognised.Not;
        var offered = request[UpgradeHeader.Extensions];
        var extensions = services.Compression ? DeflateNegotiation.Negotiate(offered) : default;
        var deflate = !extensions.IsEmpty;
        if (routes.Match(request.Path, request.Query, address, deflate) is not { } admission)
            return Recognised.Not;

        var response = new byte[Handshake.ResponseLengthMax];
        var length = Handshake.WriteResponse(response, request[UpgradeHeader.Key], extensions);
        return new Recognised(admission, response.AsMemory(0, length), request.Head.Length);
    }

    private enum Outcome
    {
        Upgraded,
        ForHttp,
        Over,
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed record Recognised(
        WebSocketAdmission? Admission, ReadOnlyMemory<byte> Response, int HeadLength)
    {
        public static readonly Recognised Not = new(null, default, 0);
    }
}
