using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Who is being let in while the other nodes are told of it, in the order of the reports; a report of
/// somebody who left has nobody behind it.
/// </summary>
internal sealed class JoinQueue
{
    private readonly Queue<Entry?> _reports = new();

    /// <summary>How many are being let in.</summary>
    public int Count { get; private set; }

    public bool Contains(IActorRef subscriber) => Find(subscriber) is not null;

    public void Enter(Subscribe subscribe, IActorRef sender)
    {
        _reports.Enqueue(new Entry(subscribe, sender));
        Count++;
    }

    public void Leave() => _reports.Enqueue(null);

    /// <summary>The oldest report was answered; null when nobody is to be let in for it.</summary>
    public (Subscribe Subscribe, IActorRef Sender)? Next()
    {
        if (!_reports.TryDequeue(out var entry) || entry is null || entry.IsGone) return null;

        Count--;
        return (entry.Subscribe, entry.Sender);
    }

    /// <summary>It has ended, or does not want to any more.</summary>
    /// <returns>False when it was not being let in.</returns>
    public bool Remove(IActorRef subscriber)
    {
        if (Find(subscriber) is not { } entry) return false;

        entry.IsGone = true;
        Count--;
        return true;
    }

    private Entry? Find(IActorRef subscriber) => _reports.FirstOrDefault(
        entry => entry is { IsGone: false } && entry.Subscribe.Subscriber.Equals(subscriber));

    private sealed class Entry(Subscribe subscribe, IActorRef sender)
    {
        public Subscribe Subscribe { get; } = subscribe;

        public IActorRef Sender { get; } = sender;

        public bool IsGone { get; set; }
    }
}
