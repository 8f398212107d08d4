using System.Runtime.CompilerServices;
using Broker.Actors;
using Broker.Actors.Journal;
using Broker.Journal.Format;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal;

/// <summary>The journal in this process only. It says so: what it stores has the level memory.</summary>
public sealed class MemoryJournal(JournalSettings settings) : IJournal
{
    // What an event and its places in the lists take beside its payload.
    private const int OverheadBytes = 150;
    private const int RoundEventsMax = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<StreamName, RecordedStream> _streams = [];
    private readonly Signal _stored = new();
    private List<Recorded> _events = [];
    private long _lastPosition;
    private long _bytes;
    private int _trimmed;
    private bool _isClosed;

    public bool IsShared => false;

    public ValueTask<Answer> AppendAsync(Append append)
    {
        ArgumentNullException.ThrowIfNull(append);
        Answer answer;
        lock (_gate) answer = Store(append);
        if (answer is Stored) _stored.Set();
        return ValueTask.FromResult(answer);
    }

    public ValueTask<Answer> ReadAsync(Read read)
    {
        ArgumentNullException.ThrowIfNull(read);
        lock (_gate)
        {
            if (_isClosed) return ValueTask.FromResult<Answer>(Refusals.Closed(read.Stream));

            var stream = _streams.GetValueOrDefault(read.Stream) ?? new RecordedStream();
            var events = stream.From(read.FromVersion).Take(Math.Max(0, read.EventsMax)).ToList();
            return ValueTask.FromResult<Answer>(
                new Page(read.Stream, events, stream.FirstVersion, stream.LastVersion));
        }
    }

    public ValueTask<long?> HeadAsync()
    {
        lock (_gate) return ValueTask.FromResult<long?>(_isClosed ? null : _lastPosition);
    }

    public ValueTask<Answer> TrimAsync(Trim trim)
    {
        ArgumentNullException.ThrowIfNull(trim);
        lock (_gate)
        {
            if (_isClosed) return ValueTask.FromResult<Answer>(Refusals.Closed(trim.Stream));

            var stream = _streams.GetValueOrDefault(trim.Stream) ?? new RecordedStream();
            foreach (var trimmed in stream.Trim(trim.BeforeVersion))
            {
                _bytes -= CostOf(trimmed);
                _trimmed++;
            }

            Forget();
            return ValueTask.FromResult<Answer>(new Trimmed(trim.Stream, stream.FirstVersion));
        }
    }

    public async IAsyncEnumerable<Followed> FollowAsync(
        long afterPosition,
        string streamPrefix,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var stored = _stored.Next;
            var found = Behind(afterPosition);
            if (found is null) yield break;
            if (found.Count == 0) await stored.WaitAsync(cancellationToken);

            foreach (var one in found)
            {
                cancellationToken.ThrowIfCancellationRequested();
                afterPosition = one.Position;
                if (one.Stream.Value.StartsWith(streamPrefix, StringComparison.Ordinal)) yield return one;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate) _isClosed = true;
        _stored.Set();
        return ValueTask.CompletedTask;
    }

    private Answer Store(Append append)
    {
        if (_isClosed) return Refusals.Closed(append.Stream);

        var bytes = EventBody.BytesOf(append.Events);
        if (Refusals.BadSize(append, bytes, settings.AppendBytesMax) is { } refused) return refused;

        var isThere = _streams.TryGetValue(append.Stream, out var stream);
        if (!isThere && _streams.Count >= settings.StreamsMax)
            return Refusals.TooManyStreams(append.Stream, settings.StreamsMax);
        if (_bytes + bytes + (append.Events.Count * (long)OverheadBytes) > settings.MemoryBytesMax)
            return new Rejected(append.Stream, RejectReason.Unavailable, "The memory journal is full.");
        if (append.ExpectedVersion is { } expected && expected != (stream?.LastVersion ?? 0))
            return new WrongVersion(append.Stream, stream?.LastVersion ?? 0);

        if (stream is null) _streams.Add(append.Stream, stream = new RecordedStream());
        var first = new Stored(append.Stream, stream.LastVersion + 1, _lastPosition + 1, Durability.Memory);
        foreach (var (type, payload) in append.Events)
        {
            // The caller may change its buffer after the answer.
            var recorded = new Recorded(
                append.Stream, stream.LastVersion + 1, ++_lastPosition, type, payload.ToArray());
            stream.Add(recorded);
            _events.Add(recorded);
            _bytes += CostOf(recorded);
        }

        return first;
    }

    private static long CostOf(Recorded recorded) => recorded.Payload.Length + OverheadBytes;

    // When half of the list is trimmed it is made anew: constant work for each event.
    private void Forget()
    {
        if (_trimmed * 2 <= _events.Count) return;

        _events = [.. _events.Where(IsKept)];
        _trimmed = 0;
    }

    private bool IsKept(Recorded recorded) => recorded.Version >= _streams[recorded.Stream].FirstVersion;

    // Null when it is closed.
    private List<Recorded>? Behind(long position)
    {
        lock (_gate)
        {
            if (_isClosed) return null;

            var (low, high) = (0, _events.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_events[middle].Position > position) high = middle;
                else low = middle + 1;
            }

            return [.. _events.Skip(low).Where(IsKept).Take(RoundEventsMax)];
        }
    }
}
