using System.Runtime.CompilerServices;
using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Tests.Journal;

/// <summary>
/// A journal in memory that a spec can hold: while it is held, appends wait for the spec to store, refuse or
/// lose them. Reads answer at once.
/// </summary>
internal sealed class FakeJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<Followed> _all = [];
    private readonly Dictionary<StreamName, long> _versions = [];
    private readonly Dictionary<(StreamName, string), Stored> _keys = [];
    private readonly Queue<Held> _held = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isHolding;
    private bool _isQuiet;
    private long _head;

    /// <summary>Told of every append that is held.</summary>
    public IActorRef Probe { get; set; } = ActorRefs.Nobody;

    /// <summary>Reads and follows are refused while it is set.</summary>
    public bool IsAway { get; set; }

    public int Reads { get; private set; }

    /// <summary>How often it was asked how far it is.</summary>
    public int Heads { get; private set; }

    public bool IsShared { get; set; }

    public bool IsSomethingHeld
    {
        get { lock (_gate) return _held.Count > 0; }
    }

    public IReadOnlyList<Recorded> Events
    {
        get { lock (_gate) return [.. _all.OfType<Recorded>()]; }
    }

    public ValueTask<Answer> AppendAsync(Append append)
    {
        lock (_gate)
        {
            if (!_isHolding) return ValueTask.FromResult(Store(append));

            var held = new Held(append);
            _held.Enqueue(held);
            Probe.Tell(append);
            return new ValueTask<Answer>(held.Answer.Task);
        }
    }

    public ValueTask<Answer> ReadAsync(Read read)
    {
        lock (_gate)
        {
            Reads++;
            if (IsAway)
                return ValueTask.FromResult<Answer>(
                    new Rejected(read.Stream, RejectReason.Unavailable, "away"));

            var all = _all.OfType<Recorded>().Where(one => one.Stream == read.Stream).ToList();
            var last = _versions.GetValueOrDefault(read.Stream);
            var events = all.Where(one => one.Version >= read.FromVersion).Take(read.EventsMax).ToList();
            return ValueTask.FromResult<Answer>(
                new Page(read.Stream, events, all.Count == 0 ? last + 1 : all[0].Version, last));
        }
    }

    public ValueTask<long?> HeadAsync()
    {
        lock (_gate)
        {
            Heads++;
            return ValueTask.FromResult<long?>(IsAway ? null : _head);
        }
    }

    public ValueTask<Answer> TrimAsync(Trim trim)
    {
        lock (_gate)
            _all.RemoveAll(one =>
                one is Recorded old && old.Stream == trim.Stream && old.Version < trim.BeforeVersion);
        return ValueTask.FromResult<Answer>(new Trimmed(trim.Stream, trim.BeforeVersion));
    }

    public async IAsyncEnumerable<Followed> FollowAsync(
        long afterPosition, string streamPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            if (IsAway) throw new IOException("away");

            List<Followed> found;
            Task more;
            lock (_gate)
            {
                found = _isQuiet ? [] : [.. _all.Where(one => one.Position > afterPosition)];
                more = _more.Task;
            }
            foreach (var one in found)
            {
                afterPosition = one.Position;
                if (one is not Recorded recorded
                    || recorded.Stream.Value.StartsWith(streamPrefix, StringComparison.Ordinal))
                    yield return one;
            }
            if (found.Count == 0) await more.WaitAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Followers hear of nothing new until they do again.</summary>
    public void Quiet(bool isQuiet)
    {
        lock (_gate)
        {
            _isQuiet = isQuiet;
            Wake();
        }
    }

    /// <summary>From now on appends wait.</summary>
    public void Hold()
    {
        lock (_gate) _isHolding = true;
    }

    /// <summary>What waits is stored, and so is what comes.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isHolding = false;
            while (_held.TryDequeue(out var held)) held.Answer.SetResult(Store(held.Append));
        }
    }

    public void StoreOne()
    {
        lock (_gate)
        {
            var held = _held.Dequeue();
            held.Answer.SetResult(Store(held.Append));
        }
    }

    public void RefuseOne(RejectReason reason)
    {
        lock (_gate)
        {
            var held = _held.Dequeue();
            held.Answer.SetResult(new Rejected(held.Append.Stream, reason, "staged"));
        }
    }

    /// <summary>It is stored or not, and whoever appended learns only that something went wrong.</summary>
    public void BreakOne(bool isStored)
    {
        lock (_gate)
        {
            var held = _held.Dequeue();
            if (isStored) Store(held.Append);
            held.Answer.SetException(new IOException("staged"));
        }
    }

    /// <summary>Somebody else appends.</summary>
    public void Smuggle(StreamName stream, Event smuggled)
    {
        lock (_gate) Store(new Append(stream, [smuggled], Durability.File));
    }

    public void AddHole(StreamName stream)
    {
        lock (_gate) _all.Add(new Hole(stream, ++_head));
    }

    private Answer Store(Append append)
    {
        if (append.Key is { } key)
        {
            if (_keys.TryGetValue((append.Stream, key), out var earlier))
                return earlier with { IsRepeat = true };
            _keys.Add((append.Stream, key), new Stored(
                append.Stream, _versions.GetValueOrDefault(append.Stream) + 1, 0, append.Level));
        }

        var version = _versions.GetValueOrDefault(append.Stream);
        if (append.ExpectedVersion is { } expected && expected != version)
            return new WrongVersion(append.Stream, version);

        var first = version + 1;
        var answer = new Stored(append.Stream, first, _head + 1, append.Level);
        foreach (var (type, payload) in append.Events)
            _all.Add(new Recorded(append.Stream, ++version, ++_head, type, payload.ToArray()));
        _versions[append.Stream] = version;
        Wake();
        return answer;
    }

    private void Wake()
    {
        _more.SetResult();
        _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record Held(Append Append)
    {
        public TaskCompletionSource<Answer> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
