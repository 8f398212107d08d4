using System.Collections.Concurrent;

namespace Broker.Kernel;

/// <summary>
/// Publish and subscribe inside one system, by type: a subscriber of a type gets its subtypes too, and each
/// event once. Subscriptions end with the subscriber's life.
/// </summary>
public sealed class EventStream
{
    private readonly Lock _gate = new();
    private readonly List<(IActorRef Subscriber, Type Channel)> _subscriptions = [];

    // Replaced, never cleared: a publisher that looks into an old one does no harm.
    private volatile ConcurrentDictionary<Type, IActorRef[]> _receivers = new();

    /// <summary>False when that subscription exists already.</summary>
    public bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_gate)
        {
            if (_subscriptions.Contains((subscriber, channel))) return false;
            _subscriptions.Add((subscriber, channel));
            _receivers = new();
        }
        if (KernelRef.Of(subscriber) is ActorCell cell && !cell.MarkSubscribed()) Unsubscribe(subscriber);
        return true;
    }

    public bool Unsubscribe(IActorRef subscriber, Type channel) =>
        Remove(entry => entry.Channel == channel && entry.Subscriber.Equals(subscriber));

    public bool Unsubscribe(IActorRef subscriber) => Remove(entry => entry.Subscriber.Equals(subscriber));

    /// <summary>
    /// Never throws for a subscriber's sake: whoever publishes has nothing to do with who listens.
    /// </summary>
    public void Publish(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        foreach (var receiver in ReceiversOf(@event.GetType()))
            SafeTell.Tell(receiver, @event, ActorCell.Current);
    }

    private IActorRef[] ReceiversOf(Type type)
    {
        var receivers = _receivers;
        if (receivers.TryGetValue(type, out var known)) return known;

        lock (_gate)
        {
            var fitting = _subscriptions.Where(entry => entry.Channel.IsAssignableFrom(type));
            known = [.. fitting.Select(entry => entry.Subscriber).Distinct()];
            return _receivers.GetOrAdd(type, known);
        }
    }

    private bool Remove(Predicate<(IActorRef Subscriber, Type Channel)> match)
    {
        lock (_gate)
        {
            var removed = _subscriptions.RemoveAll(match) > 0;
            if (removed) _receivers = new();
            return removed;
        }
    }
}
