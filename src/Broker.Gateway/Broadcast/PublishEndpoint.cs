using Broker.Actors;
using Broker.Actors.Channels;
using Broker.Gateway.Http;
using Broker.Gateway.Operations;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Gateway.Broadcast;

/// <summary><c>POST /publish</c> (contracts §1): the body is one publication.</summary>
internal sealed class PublishEndpoint(HttpPublisher publisher, PublishGuard guard, PublishSettings settings)
{
    private const string IdempotencyKeyHeader = "Idempotency-Key";

    public async Task HandleAsync(HttpContext context)
    {
        guard.Check(context.Request);
        var channel = BroadcastSocketHandler.ChannelOf(context.Request);
        var key = KeyOf(context.Request);
        var content = await RequestBody.ReadAsync(context.Request, settings.BodyBytesMax);

        var publishing = publisher.PublishAsync(channel, content, key, TraceParent.Of(context.Request));
        await AnswerAsync(context, channel, await publishing.WaitAsync(context.RequestAborted));
    }

    private static async Task AnswerAsync(HttpContext context, ChannelName channel, PublishResult result)
    {
        if (result.Reason is { } reason)
        {
            var text = HttpPublisher.TextOf(reason);
            throw reason is RejectReason.Forbidden
                ? new HttpErrorException(StatusCodes.Status403Forbidden, text)
                : HttpErrorException.Busy(text);
        }
        if (!ReceiptPreference.IsHeard(context))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        await JsonAnswer.WriteAsync(
            context,
            StatusCodes.Status200OK,
            ReceiptBody.Of(channel, result),
            GatewayJson.Default.ReceiptBody);
    }

    private static string? KeyOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(IdempotencyKeyHeader, out var values)) return null;

        var key = values.ToString();
        if (values.Count == 1 && HttpPublisher.IsKey(key)) return key;
        throw new HttpErrorException(
            StatusCodes.Status400BadRequest,
            $"Idempotency-Key must be one value of 1 to {HttpPublisher.KeyLengthMax} characters");
    }
}
