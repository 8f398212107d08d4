using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>A subscriber that waits for the home's answer.</summary>
/// <param name="sender">Who gets the answer.</param>
/// <param name="isNew">False for one that is subscribed already and subscribes again.</param>
/// <param name="at">When it came.</param>
internal sealed class Join(Subscribe subscribe, IActorRef sender, bool isNew, DateTimeOffset at)
{
    public Subscribe Subscribe { get; } = subscribe;

    public IActorRef Sender { get; } = sender;

    public bool IsNew { get; } = isNew;

    public DateTimeOffset At { get; } = at;

    /// <summary>The request that counts it.</summary>
    public int Version { get; set; }

    /// <summary>Subscribers on all nodes, itself included; 0 until the home has answered.</summary>
    public int Total { get; set; }

    /// <summary>It goes live when the node has all up to here.</summary>
    public long LiveAt { get; set; }

    public bool IsCounted => Total > 0;

    /// <summary>The home does not know it any more: it is counted anew.</summary>
    public void CountAgain(int version) => (Version, Total, LiveAt) = (version, 0, 0);
}
