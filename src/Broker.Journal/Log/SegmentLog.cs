using Broker.Journal.Files;
using Broker.Journal.Format;

namespace Broker.Journal.Log;

/// <summary>
/// All segments in order. The writer appends to the last and adds new ones, compaction replaces and removes
/// others, readers take the list as it is at a moment.
/// </summary>
internal sealed class SegmentLog(IJournalDirectory directory, IReadOnlyList<Segment> found, long lastSequence)
    : IDisposable
{
    private const string NewEnding = ".new";

    private readonly Lock _gate = new();
    private volatile Segment[] _segments = [.. found];
    private long _lastSequence = lastSequence;
    private bool _hasRest;

    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>From then on a disposed segment is not one that was replaced.</summary>
    public bool IsClosed { get; private set; }

    public long Bytes => _segments.Sum(segment => segment.Committed);

    /// <summary>True for what an interrupted compaction left: a copy that nobody has read from.</summary>
    public static bool IsLeftOver(string name) => name.EndsWith(NewEnding, StringComparison.Ordinal);

    /// <summary>The segment in which a position is if it is anywhere.</summary>
    public Segment? Find(long position)
    {
        var segments = _segments;
        var (low, high) = (0, segments.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (segments[middle].Header.FirstPosition > position) high = middle;
            else low = middle + 1;
        }

        return low == 0 ? null : segments[low - 1];
    }

    /// <summary>
    /// The segment to append so many bytes to. Afterwards its end is where it was committed.
    /// </summary>
    public Segment Prepare(long bytes, long segmentBytes, long nextPosition)
    {
        if (_segments is [.., var last] && !last.IsQuarantined)
        {
            if (_hasRest) TakeBack(last);
            if (last.Committed == SegmentHeader.Bytes || last.Committed + bytes <= segmentBytes) return last;
            Sync(last.File);
        }

        return Begin(nextPosition);
    }

    /// <summary>Writes behind what is committed. Until the caller commits it, it is not there.</summary>
    public void Write(Segment segment, ReadOnlySpan<byte> bytes, bool sync)
    {
        _hasRest = true;
        segment.File.Write(bytes, segment.Committed);
        if (sync) Sync(segment.File);
        _hasRest = false;
    }

    /// <summary>Removes what a failed write left behind.</summary>
    public void TakeBack(Segment segment)
    {
        segment.File.Truncate(segment.Committed);
        _hasRest = false;
    }

    /// <summary>An empty segment for what is kept of these neighbours, not yet part of the log.</summary>
    public Segment BeginCopy(IReadOnlyList<Segment> originals) => Create(
        originals[0].Header with
        {
            Seed = SegmentHeader.NewSeed(),
            Format = SegmentHeader.FormatNow,
            LastSequence = originals[^1].Header.LastSequence,
        },
        originals[0].Name + NewEnding);

    public void DropCopy(Segment original, Segment copy)
    {
        copy.Dispose();
        directory.Delete(original.Name + NewEnding);
    }

    /// <summary>
    /// Puts a finished copy into the place of its originals. Its header says which they are, so that those
    /// which a crash leaves are known.
    /// </summary>
    public void Replace(IReadOnlyList<Segment> originals, Segment copy, bool isEmpty)
    {
        if (isEmpty)
        {
            DropCopy(originals[0], copy);
        }
        else
        {
            Sync(copy.File);
            directory.Rename(originals[0].Name + NewEnding, originals[0].Name);
        }

        lock (_gate)
        {
            _segments = [.. _segments
                .Where(segment => segment == originals[0] ? !isEmpty : !originals.Contains(segment))
                .Select(segment => segment == originals[0] ? copy : segment)];
        }

        // Only now, and before the others go: whatever fails from here on, memory and disk say the same.
        foreach (var original in originals) original.Dispose();
        directory.Sync();
        foreach (var original in originals.Skip(isEmpty ? 0 : 1)) directory.Delete(original.Name);
    }

    public void Dispose()
    {
        IsClosed = true;
        foreach (var segment in _segments) segment.Dispose();
    }

    private static void Sync(IJournalFile file)
    {
        try
        {
            file.Sync();
        }
        catch (IOException e)
        {
            throw new SyncFailedException(e);
        }
    }

    private Segment Begin(long nextPosition)
    {
        var sequence = _lastSequence + 1;
        var header = new SegmentHeader(
            SegmentHeader.FormatNow, SegmentHeader.NewSeed(), sequence, sequence, nextPosition);
        var segment = Create(header, Segment.NameOf(header.Sequence));
        Sync(segment.File);
        directory.Sync();
        _lastSequence++;
        _hasRest = false;
        lock (_gate) _segments = [.. _segments, segment];
        return segment;
    }

    private Segment Create(SegmentHeader header, string name)
    {
        var file = directory.Create(name);
        try
        {
            file.Write(header.ToBytes(), 0);
            return new Segment(header, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
