using System.Diagnostics;
using Broker.Actors;
using Broker.Actors.Channels;
using Broker.Gateway.Http;
using Broker.Gateway.Operations;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// <c>POST /publish/batch</c> (contracts §1): each line is one publication. A line that cannot be published
/// is an error of that line only.
/// </summary>
internal sealed class PublishBatchEndpoint(
    HttpPublisher publisher, PublishGuard guard, PublishSettings settings, InputJson json)
{
    public async Task HandleAsync(HttpContext context)
    {
        guard.Check(context.Request);
        var channel = BroadcastSocketHandler.ChannelOf(context.Request);
        var body = await RequestBody.ReadAsync(context.Request, settings.BatchBytesMax);
        var (lines, cause) = (Split(body), TraceParent.Of(context.Request));

        // All are under way before the first result: a channel takes many at once.
        var outcomes = lines.ConvertAll(line => Publish(line.Number, line.Text, channel, cause));
        var settled = new List<(Outcome Line, PublishResult Publication)>(outcomes.Count);
        foreach (var outcome in outcomes)
            settled.Add((outcome, await outcome.Completion.WaitAsync(context.RequestAborted)));
        await AnswerAsync(context, settled);
    }

    private static Task AnswerAsync(
        HttpContext context, List<(Outcome Line, PublishResult Publication)> settled)
    {
        var accepted = settled.FindAll(one => one.Line.Error is null && one.Publication.IsAccepted);
        var errors = settled.FindAll(one => one.Line.Error is not null || !one.Publication.IsAccepted);
        var body = new BatchBody(
            accepted.Count,
            errors.ConvertAll(one => new BatchBody.Error(
                one.Line.Number, one.Line.Error ?? HttpPublisher.TextOf(one.Publication.Reason!.Value))),
            ReceiptPreference.IsHeard(context)
                ? accepted.ConvertAll(one => ReceiptBody.Of(one.Line.Channel!, one.Publication))
                : null);
        return JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, body, GatewayJson.Default.BatchBody);
    }

    // Blank lines count as lines, so that a client finds the one that an error names.
    private List<(int Number, ReadOnlyMemory<byte> Text)> Split(ReadOnlyMemory<byte> body)
    {
        var lines = new List<(int Number, ReadOnlyMemory<byte> Text)>();
        for (var number = 1; body.Length > 0; number++)
        {
            var end = body.Span.IndexOf((byte)'\n');
            var text = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (text.Span.IndexOfAnyExcept(" \t\r"u8) < 0) continue;

            if (lines.Count == settings.BatchLinesMax)
                throw new HttpErrorException(
                    StatusCodes.Status413PayloadTooLarge,
                    $"the body has more than {settings.BatchLinesMax} messages");
            lines.Add((number, text));
        }
        return lines;
    }

    private Outcome Publish(
        int number, ReadOnlyMemory<byte> text, ChannelName defaultChannel, ActivityContext cause)
    {
        var line = InputJson.Read(text.Span, json.BatchLine, out var path);
        if (line is null) return Outcome.Refused(number, UnreadableText(path));

        var channel = defaultChannel;
        if (line.Channel is { } name && ChannelName.Parse(name, out channel) is var nameError
            && nameError != ChannelNameError.None)
            return Outcome.Refused(number, ChannelNameTexts.Of(nameError));
        if (ContentOf(line) is not { } content)
            return Outcome.Refused(number, "one of content and base64 is needed");
        if (content.Length > settings.BodyBytesMax)
            return Outcome.Refused(number, $"the content is larger than {settings.BodyBytesMax} bytes");
        if (line.IdempotencyKey is { } key && !HttpPublisher.IsKey(key))
            return Outcome.Refused(
                number, $"idempotency_key must have 1 to {HttpPublisher.KeyLengthMax} characters");

        var result = publisher.PublishAsync(channel!, content, line.IdempotencyKey, cause);
        return new Outcome(number, channel, result, Error: null);
    }

    private static ReadOnlyMemory<byte>? ContentOf(BatchLine line) => line switch
    {
        { Content: { } content, Base64: null } => content,
        { Content: null, Base64: { } bytes } => bytes,
        _ => default(ReadOnlyMemory<byte>?),
    };

    // The path is "$" for what is no object.
    private static string UnreadableText(string? path) => path is ['$', '.', .. var field]
        ? $"the field {field} is not what it has to be"
        : "not one JSON object";

    /// <summary>What came of one line: a result to wait for, or an error.</summary>
    private sealed record Outcome(
        int Number, ChannelName? Channel, Task<PublishResult> Completion, string? Error)
    {
        private static readonly Task<PublishResult> None = Task.FromResult(default(PublishResult));

        public static Outcome Refused(int line, string error) => new(line, Channel: null, None, error);
    }
}
