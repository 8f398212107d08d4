using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Whether a publication is accepted, whatever protocol it came by: what the channel's kind allows, and
/// whether there is room for it. The publisher gives the room back.
/// </summary>
public sealed class PublishAdmission(
    ChannelSettings settings, PendingBytesLimit budget, BrokerMetrics metrics)
{
    /// <summary>For <see cref="LocalChannelProtocol.Publish.AcceptedAt"/>.</summary>
    public long Now() => metrics.Now();

    /// <summary>Takes room for one publication.</summary>
    /// <returns>Null when it is let in, else <c>Forbidden</c> or <c>Busy</c>.</returns>
    public RejectReason? TryEnter(ChannelName channel, int contentBytes, bool isSubscribed)
    {
        if (!settings.KindOf(channel).MayPublish(isSubscribed)) return RejectReason.Forbidden;
        if (!budget.TryEnter(contentBytes)) return RejectReason.Busy;

        metrics.Accepted(ProtocolOf(channel, isSubscribed), publications: 1, contentBytes);
        return null;
    }

    /// <summary>
    /// Takes room for contents on their way to several hub clients: the content once, and a message for each.
    /// They give it back themselves, and tell the sender, when all have settled.
    /// </summary>
    /// <returns>False when there is no room.</returns>
    internal bool TryEnter(RelayedContents contents, int receivers, IActorRef sender, object settled)
    {
        if (!budget.TryEnter(contents.Bytes, receivers)) return false;

        metrics.Accepted(Protocol.Hub, contents.Count, contents.Bytes);
        contents.Expect(receivers, budget, sender, settled);
        return true;
    }

    // Only chat clients publish where they subscribe, and private channels have one way in each.
    private static Protocol ProtocolOf(ChannelName channel, bool isSubscribed) =>
        isSubscribed ? Protocol.Chat : channel.IsReserved ? Protocol.Users : Protocol.Broadcast;
}
