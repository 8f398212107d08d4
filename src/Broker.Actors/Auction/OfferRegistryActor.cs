using System.Globalization;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// Starts, finds and retires offers' actors: of all offers only those that were asked for of late have one.
/// While one may be stopping, its commands are held back, then replayed in order. It lives as long as the
/// auction.
/// </summary>
internal sealed class OfferRegistryActor : UntypedActor
{
    private readonly Dictionary<OfferId, Slot> _slots = [];
    private readonly LinkedList<OfferId> _byUse = new();
    private readonly Func<OfferId, Props> _offerProps;
    private readonly Func<OfferId> _newId;
    private readonly AuctionSettings _settings;

    public OfferRegistryActor(
        Func<OfferId, Props> offerProps, Func<OfferId> newId, AuctionSettings settings) =>
        (_offerProps, _newId, _settings) = (offerProps, newId, settings);

    public static Props PropsFor(
        Func<OfferId, Props> offerProps, Func<OfferId> newId, AuctionSettings settings) =>
        Props.Create(() => new OfferRegistryActor(offerProps, newId, settings));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CreateOffer m: Route(new Create(_newId(), m), Sender); break;
            case IOfferCommand m: Route(m, Sender); break;
            case OfferIdle m: Retire(m.Offer); break;
            case OfferInUse m: Resume(m.Offer); break;
            case OfferStopped m: Forget(m.Offer); break;
            default: Unhandled(message); break;
        }
    }

    // Its state is the journal's, but what waited in it is lost: let it end, and the next one read.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Route(IOfferCommand command, IActorRef sender)
    {
        if (!_slots.TryGetValue(command.Offer, out var slot)) Start(command, sender);
        else if (slot.Held is null) Tell(slot, command, sender);
        else if (slot.Held.Count < _settings.WaitingMax) slot.Held.Enqueue((command, sender));
        else sender.Tell(new Refused(RefuseReason.Busy));
    }

    private void Start(IOfferCommand command, IActorRef sender)
    {
        // Those that are being stopped to make room are still there: for as many again there is none.
        if (_slots.Count >= 2L * _settings.OffersAliveMax)
        {
            sender.Tell(new Refused(RefuseReason.Busy));
            return;
        }

        var id = command.Offer;
        var offer = Context.ActorOf(
            _offerProps(id), id.Number.ToString("x16", CultureInfo.InvariantCulture));
        Context.WatchWith(offer, new OfferStopped(id));
        var slot = new Slot(offer, _byUse.AddLast(id));
        _slots.Add(id, slot);
        Tell(slot, command, sender);
        if (_byUse.Count > _settings.OffersAliveMax) Retire(_byUse.First!.Value);
    }

    private void Tell(Slot slot, IOfferCommand command, IActorRef sender)
    {
        _byUse.Remove(slot.Use);
        _byUse.AddLast(slot.Use);
        slot.Offer.Tell(command, sender);
    }

    private void Retire(OfferId id)
    {
        if (!_slots.TryGetValue(id, out var slot) || slot.Held is not null) return;

        slot.Held = [];
        _byUse.Remove(slot.Use);
        slot.Offer.Tell(StopIfIdle.Instance);
    }

    private void Resume(OfferId id)
    {
        if (!_slots.TryGetValue(id, out var slot) || slot.Held is null) return;

        _byUse.AddLast(slot.Use);
        Replay(slot);
    }

    private void Forget(OfferId id)
    {
        if (!_slots.Remove(id, out var slot)) return;

        if (slot.Held is null) _byUse.Remove(slot.Use);
        Replay(slot);
    }

    private void Replay(Slot slot)
    {
        var held = slot.Held ?? [];
        slot.Held = null;
        foreach (var (command, sender) in held) Route(command, sender);
    }

    private sealed class Slot(IActorRef offer, LinkedListNode<OfferId> use)
    {
        public IActorRef Offer { get; } = offer;

        /// <summary>
        /// Its place among all by when they were asked last; none while it may be stopping.
        /// </summary>
        public LinkedListNode<OfferId> Use { get; } = use;

        /// <summary>Null while the offer takes commands; a queue while it may be stopping.</summary>
        public Queue<(IOfferCommand Command, IActorRef Sender)>? Held { get; set; }
    }
}
