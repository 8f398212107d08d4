using Broker.Actors.Delivery;
using Broker.Actors.Presence;
using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Hub.HubProtocol;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Starts, finds and retires channels, and knows which are listed: a channel exists for clients exactly while
/// it has a subscriber; its actor stays longer where its kind remembers something. While a channel may be
/// stopping, its commands are held back, then replayed in order.
/// </summary>
public sealed class ChannelRegistryActor : UntypedActor
{
    private readonly Dictionary<ChannelName, Slot> _slots = [];
    private readonly SortedSet<string> _listed = new(StringComparer.Ordinal);
    private readonly Func<ChannelName, Props> _channelProps;
    private readonly ChannelSettings _settings;
    private readonly PendingBytesLimit _budget;
    private readonly BrokerMetrics _metrics;
    private readonly PresenceListing<IActorRef>? _listing;
    private readonly IActorRef? _relays;

    public ChannelRegistryActor(
        Func<ChannelName, Props> channelProps,
        ChannelSettings settings,
        PendingBytesLimit budget,
        BrokerMetrics metrics,
        ChannelStorage? home)
    {
        (_channelProps, _settings, _budget, _metrics) = (channelProps, settings, budget, metrics);
        _relays = home?.Relays;
        if (home?.Presence is { } presence)
            _listing = new PresenceListing<IActorRef>(presence, Area.Channels);
    }

    /// <param name="home">Where stored channels are; null where no kind stores any.</param>
    public static Props PropsFor(
        ChannelSettings settings,
        PendingBytesLimit budget,
        BrokerMetrics metrics,
        TimeProvider time,
        ChannelStorage? home = null)
    {
        var around = new ChannelDependencies(settings, budget, metrics, time, home);
        return PropsFor(
            name => settings.IsStored(name)
                ? StoredChannelActor.PropsFor(name, around)
                : ChannelActor.PropsFor(name, around),
            settings, budget, metrics, home);
    }

    internal static Props PropsFor(
        Func<ChannelName, Props> channelProps,
        ChannelSettings settings,
        PendingBytesLimit budget,
        BrokerMetrics metrics,
        ChannelStorage? home = null) =>
        Props.Create(() => new ChannelRegistryActor(channelProps, settings, budget, metrics, home));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Subscribe m when !MaySubscribe(m): Reject(m, Sender, RejectReason.Forbidden); break;
            case Relay m: Relay(m); break;
            case IChannelCommand m: Route(m, Sender); break;
            case ListChannels when _listing is not null: _listing.Ask(Sender, Self); break;
            case ListChannels: Sender.Tell(new ChannelProtocol.Channels([.. _listed])); break;
            case Keys or Unavailable: TellListed(message); break;
            case CountChannels: Sender.Tell(new ChannelCount(_listed.Count)); break;
            case ChannelOccupied m: List(m.Channel); break;
            case ChannelVacant m: Unlist(m.Channel); if (!m.KeepsState) Retire(m.Channel); break;
            case ChannelInUse m: Resume(m.Channel); break;
            case ChannelStopped m: Forget(m.Channel); break;
            case DeadLetter m: AnswerForTheDead(m); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));

    // A crashed channel has lost its order and its subscribers. Let them see it die; never restart it empty.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Relay(Relay relay)
    {
        List<ChannelName>? elsewhere = null;
        // By index: an enumerator of an interface would be garbage of every relay.
        for (var i = 0; i < relay.To.Count; i++)
        {
            var to = relay.To[i];
            if (_relays is not null && !relay.IsFromElsewhere && !_slots.ContainsKey(to))
                (elsewhere ??= []).Add(to);
            else Route(new Relayed(to, relay.Contents), ActorRefs.Nobody);
        }
        if (elsewhere is not null) _relays!.Tell(new RelayElsewhere(elsewhere, relay.Contents));
    }

    private void Route(IChannelCommand command, IActorRef sender)
    {
        if (!_slots.TryGetValue(command.Channel, out var slot)) RouteToNone(command, sender);
        else if (slot.Held is null) slot.Channel.Tell(command, sender);
        // An end that is dropped would leave its subscriber in the channel for good.
        else if (slot.Held.Count < _settings.HeldMax || command is SubscriberStopped)
            slot.Held.Enqueue((command, sender));
        else Reject(command, sender, RejectReason.Busy);
    }

    private void RouteToNone(IChannelCommand command, IActorRef sender)
    {
        switch (command)
        {
            case Unsubscribe m: sender.Tell(new Unsubscribed(m.Channel)); break;
            case SubscriberStopped: break;
            case Told m: _budget.LeaveFor(m); break;
            case Publish m when !IsRemembered(m): AnswerForNobody(m, sender); break;
            case Relayed m: m.Contents.Settle(receivers: 0); break;
            case ReadHistory m when !_settings.IsStored(m.Channel): sender.Tell(NothingKept(m)); break;
            case var _ when _slots.Count >= _settings.ChannelsMax:
                Reject(command, sender, RejectReason.TooManyChannels);
                break;
            default: Start(command.Channel).Tell(command, sender); break;
        }
    }

    private bool MaySubscribe(Subscribe subscribe) => _settings.KindOf(subscribe.Channel).MaySubscribe;

    private bool IsRemembered(Publish publish) =>
        publish.IdempotencyKey is not null
        || _settings.KindOf(publish.Channel).KeepsHistory
        || _settings.IsStored(publish.Channel);

    // No channel, so no position: offset 0 in no epoch is the truth.
    private void AnswerForNobody(Publish publish, IActorRef sender)
    {
        _budget.LeaveFor(publish);
        if (!publish.Receipt) return;

        var journal = _settings.KindOf(publish.Channel).Journal;
        sender.Tell(new Published(new Receipt(publish.Channel, 0, "", Receivers: 0, journal)));
    }

    // Who has seen something of a channel that is no more cannot be told what came behind it.
    private static HistoryRead NothingKept(ReadHistory read) =>
        new(read.Channel, [], Offset: 0, Epoch: "", Continuous: read.Since.Offset == 0);

    private void Reject(IChannelCommand command, IActorRef sender, RejectReason reason)
    {
        _budget.LeaveFor(command);
        if (command is Relayed relayed) relayed.Contents.Settle(receivers: 0);
        else if (command is not (Told or Publish { Receipt: false }))
            sender.Tell(new Rejected(command.Channel, reason));
    }

    private IActorRef Start(ChannelName name)
    {
        var channel = Context.ActorOf(_channelProps(name), name.ToActorName());
        Context.WatchWith(channel, new ChannelStopped(name));
        _slots.Add(name, new Slot(channel));
        _metrics.ChannelActors = _slots.Count;
        return channel;
    }

    private void List(ChannelName name)
    {
        if (!name.IsReserved) _listed.Add(name.Value);
        _metrics.Channels = _listed.Count;
    }

    private void Unlist(ChannelName name)
    {
        _listed.Remove(name.Value);
        _metrics.Channels = _listed.Count;
    }

    private void TellListed(object answer)
    {
        if (answer is Keys keys)
            answer = new ChannelProtocol.Channels([.. keys.Names.Where(IsPublic)]);
        foreach (var waiting in _listing!.Answered(Self)) waiting.Tell(answer);
    }

    private static bool IsPublic(string name) => name[0] != ChannelName.ReservedPrefix;

    private void Retire(ChannelName name)
    {
        if (!_slots.TryGetValue(name, out var slot) || slot.Held is not null) return;

        slot.Held = [];
        slot.Channel.Tell(StopIfEmpty.Instance);
    }

    private void Resume(ChannelName name)
    {
        if (_slots.TryGetValue(name, out var slot)) Replay(slot);
    }

    private void Forget(ChannelName name)
    {
        Unlist(name);
        var wasThere = _slots.Remove(name, out var slot);
        _metrics.ChannelActors = _slots.Count;
        if (wasThere) Replay(slot!);
    }

    // What waited in the mailbox of a channel that crashed: its sender waits for an answer, and a publication
    // holds room that no channel will give back.
    private void AnswerForTheDead(DeadLetter letter)
    {
        if (letter.Message is IChannelCommand command && letter.Recipient.Path.Parent.Equals(Self.Path))
            Reject(command, letter.Sender, RejectReason.Busy);
    }

    private void Replay(Slot slot)
    {
        var held = slot.Held ?? [];
        slot.Held = null;
        foreach (var (command, sender) in held) Route(command, sender);
    }

    private sealed class Slot(IActorRef channel)
    {
        public IActorRef Channel { get; } = channel;

        /// <summary>Null while the channel takes commands; a queue while it may be stopping.</summary>
        public Queue<(IChannelCommand Command, IActorRef Sender)>? Held { get; set; }
    }
}
