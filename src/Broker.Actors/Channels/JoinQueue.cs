using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Who waits for the other nodes' answer to subscribe, in the order of the reports; a report of somebody who
/// left has nobody behind it.
/// </summary>
internal sealed class JoinQueue
{
    private readonly Queue<Entry?> _reports = new();

    /// <summary>How many of them are new.</summary>
    public int Count { get; private set; }

    /// <param name="isNew">False for who subscribes again.</param>
    public void Enter(Subscribe subscribe, IActorRef sender, bool isNew)
    {
        _reports.Enqueue(new Entry(subscribe, sender, isNew));
        if (isNew) Count++;
    }

    public void Leave() => _reports.Enqueue(null);

    /// <summary>The oldest report was answered; null when nobody waits for that any more.</summary>
    public (Subscribe Subscribe, IActorRef Sender)? Next()
    {
        if (!_reports.TryDequeue(out var entry) || entry is null || entry.IsGone) return null;

        if (entry.IsNew) Count--;
        return (entry.Subscribe, entry.Sender);
    }

    /// <summary>It has ended: it waits no more.</summary>
    /// <returns>True when it was new.</returns>
    public bool Remove(IActorRef subscriber)
    {
        var wasNew = false;
        foreach (var entry in _reports)
        {
            if (entry is null or { IsGone: true } || !entry.Subscribe.Subscriber.Equals(subscriber)) continue;

            entry.IsGone = true;
            if (!entry.IsNew) continue;
            Count--;
            wasNew = true;
        }
        return wasNew;
    }

    private sealed class Entry(Subscribe subscribe, IActorRef sender, bool isNew)
    {
        public Subscribe Subscribe { get; } = subscribe;

        public IActorRef Sender { get; } = sender;

        public bool IsNew { get; } = isNew;

        public bool IsGone { get; set; }
    }
}
