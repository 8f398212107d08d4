using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// The requests of one offer, in the order in which they came: those that wait, and before them those that
/// were decided on and are answered when all of these are stored.
/// </summary>
internal sealed class OfferQueue(TimeProvider time)
{
    private readonly Queue<Request> _waiting = new();
    private readonly List<(Request Request, OfferDecision Decision)> _batch = [];

    public int Waiting => _waiting.Count;

    public int Decided => _batch.Count;

    /// <summary>
    /// How many of the first that wait had come when the last read began: what it has read is new enough for
    /// them.
    /// </summary>
    public int Covered { get; private set; }

    /// <summary>What happened by the decisions.</summary>
    public IEnumerable<Happened> Happened =>
        _batch.Select(one => one.Decision.Happened).OfType<Happened>();

    public void Add(IOfferCommand command, IActorRef sender) =>
        _waiting.Enqueue(new Request(command, sender, time.GetTimestamp()));

    /// <summary>A read begins; it covers all that wait now.</summary>
    public void Cover() => Covered = Waiting;

    /// <summary>
    /// The next to be decided on together: never some that are covered with some that are not.
    /// </summary>
    public IEnumerable<Request> Take(int max)
    {
        for (var left = Math.Min(max, Covered > 0 ? Covered : Waiting); left > 0; left--)
        {
            if (Covered > 0) Covered--;
            yield return _waiting.Dequeue();
        }
    }

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

    /// <summary>Like <see cref="PutBack"/>, but who has been here so long hears that it is busy.</summary>
    public void PutBackWithin(TimeSpan longest)
    {
        var now = time.GetTimestamp();
        _batch.RemoveAll(one => RefuseLate(one.Request));
        PutBack();

        bool RefuseLate(Request request)
        {
            if (time.GetElapsedTime(request.Since, now) < longest) return false;

            request.Sender.Tell(new Refused(RefuseReason.Busy));
            return true;
        }
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
        Covered = 0;
    }

    internal readonly record struct Request(IOfferCommand Command, IActorRef Sender, long Since);
}
