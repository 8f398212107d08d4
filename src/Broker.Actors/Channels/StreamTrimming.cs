using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// What of a channel's stream may be given up: what its history has forgotten, but not before others had the
/// time to read it. It is told in pieces, since a trim costs a write.
/// </summary>
/// <param name="lag">How long others may need; zero where nobody else reads.</param>
internal sealed class StreamTrimming(StreamName stream, TimeSpan lag, int piece)
{
    private readonly Queue<(DateTimeOffset At, long Offset)> _marks = new();
    private long _settled;
    private long _marked;

    /// <summary>The oldest version that the stream has.</summary>
    public long First { get; private set; } = 1;

    /// <summary>The stream was read.</summary>
    public void Begin(long first, long last, DateTimeOffset now)
    {
        First = first;
        // Nobody knows when these came.
        Mark(now, last);
    }

    /// <summary>What to give up now, or null when it is not worth it yet.</summary>
    /// <param name="offset">How far the stream has come.</param>
    /// <param name="kept">The oldest version that the history has; one past the last where it has
    /// none.</param>
    /// <param name="now">To tell what is old enough.</param>
    /// <param name="isLast">The actor is about to end: worth it from the first event on.</param>
    public Trim? Next(long offset, long kept, DateTimeOffset now, bool isLast)
    {
        Mark(now, offset);
        while (_marks.TryPeek(out var oldest) && oldest.At + lag <= now) _settled = _marks.Dequeue().Offset;

        var before = Math.Min(kept, _settled + 1);
        if (before - First < (isLast ? 1 : piece)) return null;

        First = before;
        return new Trim(stream, before);
    }

    /// <summary>True while something will be given up when it is old enough.</summary>
    public bool IsWaiting(long kept) => _marks.Count > 0 && kept > First;

    private void Mark(DateTimeOffset now, long offset)
    {
        if (offset > _marked) _marks.Enqueue((now, offset));
        _marked = offset;
    }
}
