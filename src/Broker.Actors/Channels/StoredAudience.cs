using Broker.Actors.Delivery;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// This node's subscribers of a channel that other nodes have too. Who comes is let in when the others are
/// told, so that its <c>total_subscribers</c> counts everybody who was answered before.
/// </summary>
internal sealed class StoredAudience
{
    private readonly ChannelName _name;
    private readonly ChannelKind _kind;
    private readonly IActorRef? _presence;
    private readonly IActorContext _context;
    private readonly SubscriberSet _subscribers = new();
    private readonly JoinQueue _joins = new();
    private int _elsewhere;

    public StoredAudience(
        ChannelName name, ChannelKind kind, ChannelDependencies around, IActorContext context)
    {
        (_name, _kind, _context) = (name, kind, context);
        // Nobody is told how many listen to a private channel.
        _presence = name.IsReserved ? null : around.Home!.Presence;
        FanOut = new FanOut(name, kind.SlowConsumer, _subscribers, around.Metrics);
    }

    public FanOut FanOut { get; }

    public bool IsEmpty => _subscribers.Count + _joins.Count == 0;

    private bool IsAlone => _presence is null;

    /// <param name="welcome">Lets it in, given how many there are on all nodes; told as the answer.</param>
    public void Join(Subscribe subscribe, IActorRef sender, Func<Subscribe, int, Subscribed> welcome)
    {
        var isNew = !_subscribers.Contains(subscribe.Subscriber);
        if (isNew && _subscribers.Count + _joins.Count >= _kind.SubscribersMax)
        {
            sender.Tell(new Rejected(_name, RejectReason.ChannelFull));
            return;
        }

        if (IsAlone) Enter(subscribe, sender, welcome);
        else
        {
            // Who is in asks for the number, which others may have changed.
            _joins.Enter(subscribe, sender, isNew);
            Report();
        }
    }

    /// <summary>The others know; whoever came with the oldest report is in.</summary>
    public void Take(Reported reported, Func<Subscribe, int, Subscribed> welcome)
    {
        _elsewhere = reported.Elsewhere;
        if (_joins.Next() is { } next) Enter(next.Subscribe, next.Sender, welcome);
    }

    /// <returns>True when that was the last one.</returns>
    public bool Remove(IActorRef subscriber)
    {
        var wasIn = _subscribers.Remove(subscriber);
        if (!_joins.Remove(subscriber) && !wasIn) return false;

        if (!IsAlone)
        {
            _joins.Leave();
            Report();
        }
        return IsEmpty;
    }

    /// <summary>What they got so far is not all: they must come back and resume.</summary>
    public void Lose()
    {
        foreach (var subscriber in _subscribers.Refs) subscriber.Tell(new ChannelLost(_name));
    }

    /// <summary>The channel's actor ends. It has subscribers only when it has crashed.</summary>
    public void Retire()
    {
        FanOut.Retire();
        Lose();
        if (!IsEmpty) _presence?.Tell(new Report(Area.Channels, _name.Value, 0));
    }

    private void Enter(Subscribe subscribe, IActorRef sender, Func<Subscribe, int, Subscribed> welcome)
    {
        if (_subscribers.Contains(subscribe.Subscriber))
            _subscribers.Move(subscribe.Subscriber, subscribe.Encoding);
        else _subscribers.Add(subscribe.Subscriber, subscribe.Outbox, subscribe.Encoding);
        if (_subscribers.Count == 1) _context.Parent.Tell(new ChannelOccupied(_name));
        sender.Tell(welcome(subscribe, _subscribers.Count + _elsewhere));
    }

    private void Report() =>
        _presence?.Tell(new Report(Area.Channels, _name.Value, _subscribers.Count + _joins.Count));
}
