using Broker.Actors.Delivery;

namespace Broker.Actors.Channels;

/// <summary>One entry of <c>broker.channel.kinds</c>: what channels whose name fits are like.</summary>
/// <param name="Pattern">A whole name, or a prefix followed by <c>*</c>.</param>
/// <param name="IsStored">Whether a publication is stored before it is acknowledged and sent.</param>
public sealed record ChannelKind(
    string Name,
    string Pattern,
    HistoryLimits History,
    bool IsStored,
    SlowConsumerPolicy SlowConsumer,
    ChannelAccess Publish,
    ChannelAccess Subscribe,
    int SubscribersMax)
{
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
