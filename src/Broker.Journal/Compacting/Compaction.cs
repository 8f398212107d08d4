using Broker.Journal.Format;
using Broker.Journal.Log;
using Broker.Journal.Streams;

namespace Broker.Journal.Compacting;

/// <summary>
/// Gives back the disk space of what was trimmed: segments of which at least half is not needed are rewritten
/// without it, and small neighbours become one, so that files are as many as the data asks for. The copy is
/// made beside the originals and takes their place in one step. Damaged segments are left alone.
/// </summary>
/// <param name="sync">Ends when the disk has everything that is stored at the time of the call.</param>
internal sealed class Compaction(
    SegmentLog log, StreamTable streams, long segmentBytes, Func<Task<bool>> sync)
{
    // A copy is written in pieces, so that it takes little memory.
    private const int PieceBytes = 1 << 20;

    private readonly byte[] _piece = new byte[PieceBytes];
    private int _buffered;

    /// <summary>
    /// One pass over all segments but the last. Gives the number of events and trims removed.
    /// </summary>
    /// <exception cref="IOException">The disk is full, or such; nothing is lost.</exception>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var removed = 0L;
        foreach (var run in Runs())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var copy = Copy(run, out var kept);

            // What says that the rest is not needed, a later trim, must survive the power too.
            if (run.Segments.Any(segment => segment.IsQuarantined) || !await sync())
            {
                log.DropCopy(run.Segments[0], copy);
                return removed;
            }

            log.Replace(run.Segments, copy, isEmpty: kept == 0);
            removed += run.Weight - kept;
        }

        return removed;
    }

    private List<SegmentRun> Runs()
    {
        var runs = new List<SegmentRun> { new() };
        foreach (var segment in log.Segments.SkipLast(1))
        {
            var weighed = segment.IsQuarantined ? null : Weigh(segment);
            if (weighed is not { } weight || !weight.IsToChange(segmentBytes))
                runs.Add(new SegmentRun());
            else if (!runs[^1].TryAdd(segment, weight, segmentBytes))
                runs.Add(new SegmentRun(segment, weight));
        }

        return [.. runs.Where(run => run.IsWorthIt)];
    }

    // Null if it is damaged.
    private SegmentWeight? Weigh(Segment segment)
    {
        var (keptBytes, weight) = (0L, 0L);
        var scanner = segment.ScanFrom(SegmentHeader.Bytes, segment.Committed);
        while (Next(scanner, segment))
        {
            var record = scanner.Header;
            weight += record.Weight;
            if (IsNeeded(StreamKey.Of(scanner.Name), record)) keptBytes += record.RecordBytes;
        }

        return segment.IsQuarantined
            ? null
            : new SegmentWeight(keptBytes, segment.Committed - SegmentHeader.Bytes, weight);
    }

    private static bool Next(RecordScanner scanner, Segment segment)
    {
        var result = scanner.Next();
        if (result is not (ScanResult.Record or ScanResult.End)) segment.IsQuarantined = true;
        return result == ScanResult.Record;
    }

    // A stream's last trim says that what is missing before it is missing on purpose, and where the
    // versions go on.
    private bool IsNeeded(StreamKey key, RecordHeader record)
    {
        var (head, lostIn) = streams.Find(key);
        if (head is not { } stream || lostIn is not null) return true;
        return record.Kind == RecordKind.Events
            ? record.LastVersion >= stream.FirstVersion
            : record.Version >= stream.FirstVersion;
    }

    private Segment Copy(SegmentRun run, out long kept)
    {
        var copy = log.BeginCopy(run.Segments);
        try
        {
            (kept, _buffered) = (0, 0);
            foreach (var segment in run.Segments)
            {
                var scanner = segment.ScanFrom(SegmentHeader.Bytes, segment.Committed);
                while (Next(scanner, segment))
                {
                    var record = scanner.Header;
                    if (!IsNeeded(StreamKey.Of(scanner.Name), record)) continue;

                    Add(copy, record, scanner.Record);
                    kept += record.Weight;
                }
            }

            Flush(copy);
            return copy;
        }
        catch
        {
            log.DropCopy(run.Segments[0], copy);
            throw;
        }
    }

    private void Add(Segment copy, RecordHeader record, ReadOnlySpan<byte> bytes)
    {
        if (_buffered + record.RecordBytes > PieceBytes) Flush(copy);
        copy.Index.Add(record.Position, copy.Committed + _buffered);
        if (record.RecordBytes > PieceBytes)
        {
            var large = bytes.ToArray();
            record.Seal(large, copy.Header.Seed);
            Write(copy, large);
            return;
        }

        var place = _piece.AsSpan(_buffered, record.RecordBytes);
        bytes.CopyTo(place);
        record.Seal(place, copy.Header.Seed);
        _buffered += record.RecordBytes;
    }

    private void Flush(Segment copy)
    {
        Write(copy, _piece.AsSpan(0, _buffered));
        _buffered = 0;
    }

    private static void Write(Segment copy, ReadOnlySpan<byte> bytes)
    {
        copy.File.Write(bytes, copy.Committed);
        copy.Committed += bytes.Length;
    }
}
