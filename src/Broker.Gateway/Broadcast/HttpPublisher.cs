using System.Diagnostics;
using System.Text.Unicode;
using Broker.Actors;
using Broker.Actors.Channels;
using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// Publishes what comes over HTTP. A result says that the channel has accepted the publication; where the
/// channel is stored, that it is stored.
/// </summary>
internal sealed class HttpPublisher(IRequiredActor<PublisherActor> publisher, PublishAdmission gate)
{
    /// <summary>The longest idempotency key, in characters.</summary>
    public const int KeyLengthMax = 255;

    /// <summary>How Chat subscribers see who published over HTTP.</summary>
    private const string Sender = "http";

    public static bool IsKey(string key) => key.Length is > 0 and <= KeyLengthMax;

    /// <summary>What a client is told about a publication that was not accepted.</summary>
    public static string TextOf(RejectReason reason) => reason switch
    {
        RejectReason.Forbidden => "this channel takes no publications over HTTP",
        RejectReason.Unavailable or RejectReason.UnknownFate =>
            "whether this was published is not known, try again",
        _ => "the broker is busy, try again",
    };

    /// <summary>Publications to one channel go out in the order of the calls.</summary>
    /// <param name="channel">Where it goes.</param>
    /// <param name="content">Kept as it is.</param>
    /// <param name="key">The idempotency key, if there is one.</param>
    /// <param name="cause">The caller's span; default for none.</param>
    /// <returns>The result, at most <c>publish-timeout</c> later.</returns>
    public Task<PublishResult> PublishAsync(
        ChannelName channel, ReadOnlyMemory<byte> content, string? key, ActivityContext cause)
    {
        if (gate.TryEnter(channel, content.Length, isSubscribed: false) is { } reason)
            return Task.FromResult(PublishResult.Rejected(reason));

        var reply = new PublishReply();
        publisher.ActorRef.Tell(new Publish(channel, Sender, content, Utf8.IsValid(content.Span))
        {
            IdempotencyKey = key,
            Reply = reply,
            AcceptedAt = gate.Now(),
            Trace = PublishSpans.Begin(channel, Protocol.Broadcast, cause),
        });
        return reply.Completion;
    }
}
