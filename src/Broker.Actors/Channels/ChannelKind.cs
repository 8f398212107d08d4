using Broker.Actors.Delivery;

namespace Broker.Actors.Channels;

/// <summary>One entry of <c>broker.channel.kinds</c>: what channels whose name fits are like.</summary>
/// <param name="Pattern">A whole name, or a prefix followed by <c>*</c>.</param>
/// <param name="Journal">What an acknowledged publication survives.</param>
/// <param name="Scope">Whether the channels of one name on several nodes are one.</param>
/// <param name="JournalAway">What happens to a publication that cannot be stored now.</param>
public sealed record ChannelKind(
    string Name,
    string Pattern,
    HistoryLimits History,
    Durability Journal,
    SlowConsumerPolicy SlowConsumer,
    ChannelAccess Publish,
    ChannelAccess Subscribe,
    int SubscribersMax,
    ChannelScope Scope = ChannelScope.AllNodes,
    JournalAway JournalAway = JournalAway.Refuse)
{
    /// <summary>True when there is something to keep that outlives the last subscriber.</summary>
    public bool KeepsHistory => History.Size > 0;

    /// <summary>
    /// Whether publications go through the journal: to be kept, or to have one order on all nodes that share
    /// it.
    /// </summary>
    public bool IsStored(bool isShared) =>
        Journal is not Durability.Memory || (isShared && Scope is ChannelScope.AllNodes);

    /// <summary>Whether a client may publish, given whether it is subscribed.</summary>
    public bool MayPublish(bool isSubscribed) => Publish switch
    {
        ChannelAccess.Anyone => true,
        ChannelAccess.Subscribers => isSubscribed,
        _ => false,
    };

    /// <summary>Whether a client may subscribe.</summary>
    public bool MaySubscribe => Subscribe is not ChannelAccess.Nobody;

    internal bool Fits(ChannelName channel) => Pattern.EndsWith('*')
        ? channel.Value.AsSpan().StartsWith(Pattern.AsSpan(0, Pattern.Length - 1), StringComparison.Ordinal)
        : channel.Value == Pattern;
}
