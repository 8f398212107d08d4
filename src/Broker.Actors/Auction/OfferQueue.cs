using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// The requests of one offer, in the order in which they came: those that wait, and before them those that
/// were decided on and are answered when all of these are stored.
/// </summary>
internal sealed class OfferQueue
{
    private readonly Queue<Request> _waiting = new();
    private readonly List<(Request Request, OfferDecision Decision)> _batch = [];

    public int Waiting => _waiting.Count;

    public int Decided => _batch.Count;

    /// <summary>What happened by the decisions.</summary>
    public IEnumerable<Happened> Happened =>
        _batch.Select(one => one.Decision.Happened).OfType<Happened>();

    public void Add(IOfferCommand command, IActorRef sender) =>
        _waiting.Enqueue(new Request(command, sender));

    public bool TryTake(out Request request) => _waiting.TryDequeue(out request);

    public void Decide(Request request, OfferDecision decision) => _batch.Add((request, decision));

    /// <summary>What must be stored before the answers.</summary>
    public List<Event> ToEvents() =>
        [.. _batch.Select(one => one.Decision.Event).OfType<OfferEvent>().Select(OfferEventCodec.Write)];

    public void Answer()
    {
        foreach (var (request, decision) in _batch) request.Sender.Tell(decision.Answer);
        _batch.Clear();
    }

    /// <summary>Those that were decided on wait again, ahead of the others.</summary>
    public void PutBack()
    {
        Request[] again = [.. _batch.Select(one => one.Request), .. _waiting];
        _batch.Clear();
        _waiting.Clear();
        foreach (var request in again) _waiting.Enqueue(request);
    }

    /// <summary>Also what was only read or refused: it rests on what is not stored.</summary>
    public void RefuseDecided(RefuseReason reason)
    {
        foreach (var (request, _) in _batch) request.Sender.Tell(new Refused(reason));
        _batch.Clear();
    }

    public void RefuseWaiting(RefuseReason reason)
    {
        while (_waiting.TryDequeue(out var request)) request.Sender.Tell(new Refused(reason));
    }

    internal readonly record struct Request(IOfferCommand Command, IActorRef Sender);
}
