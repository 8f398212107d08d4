using System.Collections.Concurrent;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>Takes what all clients write down, from any thread.</summary>
public sealed class Recorder(LabClock clock)
{
    private readonly ConcurrentDictionary<Type, ConcurrentQueue<object>> _entries = [];
    private readonly ConcurrentQueue<SessionLog> _sessions = [];
    private readonly ConcurrentDictionary<string, Tally> _tallies = [];

    /// <param name="Done">How many were answered well.</param>
    /// <param name="NotDone">How many were refused or not answered.</param>
    public sealed record Tally(long Done, long NotDone);

    public LabClock Clock => clock;

    /// <summary>Operations by kind.</summary>
    public IReadOnlyDictionary<string, Tally> Tallies => _tallies;

    public void Add(object entry) =>
        _entries.GetOrAdd(entry.GetType(), _ => new ConcurrentQueue<object>()).Enqueue(entry);

    /// <summary>A session that is still going on; what it hears is in the history from now on.</summary>
    public SessionLog OpenSession(
        string subscriber, string channel, int node, bool isResumed, bool isFinal = false)
    {
        var session = new SessionLog(clock, subscriber, channel, node, isResumed, isFinal);
        _sessions.Enqueue(session);
        return session;
    }

    /// <summary>Counts an operation that ends now; a bad answer goes into the history by itself.</summary>
    /// <param name="operation">Its kind.</param>
    /// <param name="node">Which node was asked.</param>
    /// <param name="begin">When it began.</param>
    /// <param name="status">0 without an answer.</param>
    /// <param name="detail">What a bad answer says.</param>
    /// <param name="isExpected">Whether the client can live with it, good or not.</param>
    public Answer Answered(
        string operation, int node, TimeSpan begin, int status, string detail = "", bool isExpected = false)
    {
        var answer = new Answer(operation, node, new Interval(begin, clock.Now), status, detail);
        var isGood = answer.IsDone || isExpected;
        _tallies.AddOrUpdate(operation, _ => isGood ? new Tally(1, 0) : new Tally(0, 1), (_, tally) => isGood
            ? tally with { Done = tally.Done + 1 }
            : tally with { NotDone = tally.NotDone + 1 });
        if (!isGood) Add(answer);
        return answer;
    }

    public History ToHistory(int nodes, IReadOnlyList<ChannelKind> channels) => new()
    {
        Nodes = nodes,
        Channels = channels,
        Publishes = All<Publish>(),
        Sessions = [.. _sessions.Select(session => session.ToSession())],
        Names = All<NameHeld>(),
        Offers = All<OfferMade>(),
        Bids = All<Bid>(),
        Acceptances = All<Acceptance>(),
        OfferReads = All<OfferRead>(),
        Seats = All<Seat>(),
        Relays = All<Relay>(),
        RelaysHeard = All<RelayHeard>(),
        HubLists = All<HubListed>(),
        Memberships = All<Membership>(),
        Counts = All<Counted>(),
        BadAnswers = All<Answer>(),
        Faults = All<Fault>(),
    };

    /// <summary>What was written down of one kind so far.</summary>
    public IReadOnlyList<T> All<T>() =>
        _entries.TryGetValue(typeof(T), out var entries) ? entries.Cast<T>().ToArray() : [];
}
