using System.Diagnostics;
using System.Text.Unicode;
using Broker.Actors;
using Broker.Actors.Channels;
using Broker.Actors.Telemetry;
using Broker.Gateway.Http;
using Broker.Gateway.Operations;
using static Broker.Actors.Channels.ChannelProtocol;
namespace Broker.Gateway.Broadcast;

/// <summary>
/// <c>POST /publish</c> (contracts §1). A publication is acknowledged once it is queued at its channel; with
/// <c>Prefer: return=representation</c> or an <c>Idempotency-Key</c>, and where the channel is stored, once
/// it has gone out.
/// </summary>
internal sealed class PublishEndpoint(
    IRequiredActor<ChannelRegistryActor> channels,
    PublishAdmission gate,
    PublishGuard guard,
    PublishSettings publish)
{
    /// <summary>How Chat subscribers see who published over HTTP.</summary>
    private const string Sender = "http";
    private const string IdempotencyKeyHeader = "Idempotency-Key";
    private const int IdempotencyKeyLengthMax = 255;

    public async Task HandleAsync(HttpContext context)
    {
        guard.Check(context.Request);
        if (BroadcastSocketHandler.ChannelOf(context.Request.QueryString.Value, out var channel) is var error
            && error != ChannelNameError.None)
            throw new HttpErrorException(StatusCodes.Status400BadRequest, ChannelNameTexts.Of(error));

        var key = KeyOf(context.Request);
        var content = await RequestBody.ReadAsync(context.Request, publish.BodyBytesMax);
        if (gate.TryEnter(channel!, content.Length, isSubscribed: false) is { } reason) throw Refusal(reason);

        var wantsReceipt = WantsReceipt(context.Request);
        var message = MessageOf(channel!, content, TraceParent.Of(context.Request)) with
        {
            IdempotencyKey = key,
            Receipt = wantsReceipt || key is not null || gate.IsUnderPressure || gate.IsStored(channel!),
        };
        if (message.Receipt) await AnswerWithReceiptAsync(context, message, wantsReceipt);
        else
        {
            channels.ActorRef.Tell(message);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private async Task AnswerWithReceiptAsync(HttpContext context, Publish message, bool show)
    {
        object answer;
        try
        {
            answer = await channels.ActorRef.Ask<object>(
                message, publish.ReceiptTimeout, context.RequestAborted);
        }
        catch (AskTimeoutException)
        {
            throw HttpErrorException.Busy();
        }
        if (answer is not Published published) throw HttpErrorException.Busy();

        if (!show)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        // RFC 7240 §3: say that the preference was heard.
        context.Response.Headers["Preference-Applied"] = "return=representation";
        await JsonAnswer.WriteAsync(
            context,
            StatusCodes.Status200OK,
            ReceiptBody.Of(published.Receipt),
            GatewayJson.Default.ReceiptBody);
    }

    private Publish MessageOf(ChannelName channel, ReadOnlyMemory<byte> content, ActivityContext cause) =>
        new(channel, Sender, content, Utf8.IsValid(content.Span))
        {
            AcceptedAt = gate.Now(),
            Trace = PublishSpans.Begin(channel, Protocol.Broadcast, cause),
        };

    private static HttpErrorException Refusal(RejectReason reason) => reason is RejectReason.Forbidden
        ? new HttpErrorException(
            StatusCodes.Status403Forbidden, "this channel takes no publications over HTTP")
        : HttpErrorException.Busy();

    private static string? KeyOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(IdempotencyKeyHeader, out var values)) return null;

        var key = values.ToString();
        if (values.Count == 1 && key.Length is > 0 and <= IdempotencyKeyLengthMax) return key;
        throw new HttpErrorException(
            StatusCodes.Status400BadRequest,
            $"Idempotency-Key must be one value of 1 to {IdempotencyKeyLengthMax} characters");
    }

    // RFC 7240 §2: preferences are a list, separated by commas, each perhaps with parameters.
    private static bool WantsReceipt(HttpRequest request)
    {
        foreach (var value in request.Headers["Prefer"])
            foreach (var preference in (value ?? "").Split(',', ';'))
                if (IsReturnRepresentation(preference)) return true;
        return false;
    }

    private static bool IsReturnRepresentation(string preference) =>
        preference.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value]
        && name.Equals("return", StringComparison.OrdinalIgnoreCase)
        && value.Trim('"').Equals("representation", StringComparison.OrdinalIgnoreCase);
}
