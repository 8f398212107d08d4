using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Whether a publication is taken, whatever protocol it came by: what the channel's kind allows, and whether
/// there is room for it. Who is let in tells the channel, and the channel gives the room back.
/// </summary>
public sealed class PublishGate(ChannelSettings settings, PublishBudget budget)
{
    /// <summary>See <see cref="PublishBudget.IsUnderPressure"/>.</summary>
    public bool IsUnderPressure => budget.IsUnderPressure;

    /// <summary>Takes room for one publication.</summary>
    /// <returns>Null when it is let in, else <c>Forbidden</c> or <c>Busy</c>.</returns>
    public RejectReason? TryEnter(ChannelName channel, int contentBytes, bool isSubscribed)
    {
        if (!settings.KindOf(channel).MayPublish(isSubscribed)) return RejectReason.Forbidden;
        return budget.TryEnter(contentBytes) ? null : RejectReason.Busy;
    }

    /// <summary>
    /// Takes room for contents on their way to several private channels: the content once, and a message for
    /// each. They give it back themselves, and tell the sender, when every channel has settled.
    /// </summary>
    /// <returns>False when there is no room.</returns>
    internal bool TryEnter(RelayedContents contents, int channels, IActorRef sender, object settled)
    {
        if (!budget.TryEnter(contents.Bytes, channels)) return false;

        contents.Expect(channels, budget, sender, settled);
        return true;
    }
}
