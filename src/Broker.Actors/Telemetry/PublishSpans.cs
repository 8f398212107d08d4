using System.Diagnostics;

namespace Broker.Actors.Telemetry;

/// <summary>
/// The spans of a publication (docs/metrics.md): <c>publish</c> at the gateway, <c>channel</c> until the
/// channel sends it, <c>send</c> until every subscriber's outbox has it. While nobody listens, or the sampler
/// says no, there are none, and asking costs a few nanoseconds.
/// </summary>
public static class PublishSpans
{
    /// <summary>The name of the activity source.</summary>
    public const string SourceName = "Broker";

    private const string Destination = "messaging.destination.name";
    private const string ProtocolKey = "broker.protocol";
    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A publication is let in.</summary>
    /// <param name="cause">The caller's span; default for none.</param>
    /// <returns>Null when it is not traced.</returns>
    public static TraceMark? Begin(ChannelName channel, Protocol protocol, ActivityContext cause = default)
    {
        using var span = Source.StartActivity("publish", ActivityKind.Producer, cause);
        if (span is null) return null;

        span.SetTag(Destination, NameOf(channel)).SetTag(ProtocolKey, Reasons.Of(protocol));
        return new TraceMark(span.Context, span.StartTimeUtc);
    }

    /// <summary>A publication has gone out, in a batch that the channel began to send at a moment.</summary>
    internal static void End(ChannelName channel, TraceMark mark, DateTimeOffset sending, DateTimeOffset sent)
    {
        var waited = Span("channel", ActivityKind.Internal, mark.Cause, channel, mark.Began, sending);
        Span("send", ActivityKind.Consumer, waited?.Context ?? mark.Cause, channel, sending, sent);
    }

    private static Activity? Span(
        string name,
        ActivityKind kind,
        ActivityContext parent,
        ChannelName channel,
        DateTimeOffset from,
        DateTimeOffset to)
    {
        using var span = Source.StartActivity(name, kind, parent, startTime: from);
        return span?.SetTag(Destination, NameOf(channel)).SetEndTime(to.UtcDateTime);
    }

    // The name of a private channel is its client's.
    private static string NameOf(ChannelName channel) => channel.IsReserved ? "(private)" : channel.Value;
}
