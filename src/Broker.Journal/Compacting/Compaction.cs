using Broker.Journal.Format;
using Broker.Journal.Log;
using Broker.Journal.Streams;

namespace Broker.Journal.Compacting;

/// <summary>
/// Gives back the disk space of what was trimmed: segments of which at least half is not needed are rewritten
/// without it, beside the original, which is replaced in one step. Damaged ones are left alone.
/// </summary>
/// <param name="sync">Ends when the disk has everything that is stored at the time of the call.</param>
internal sealed class Compaction(SegmentLog log, StreamTable streams, Func<Task<bool>> sync)
{
    // A rewritten segment is read and written in pieces, so that it takes little memory.
    private const int PieceBytes = 1 << 20;

    private readonly byte[] _piece = new byte[PieceBytes];

    /// <summary>
    /// One pass over all segments but the last. Gives the number of events and trims removed.
    /// </summary>
    /// <exception cref="IOException">The disk is full, or such; nothing is lost.</exception>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var removed = 0L;
        foreach (var segment in log.Segments.SkipLast(1).Where(segment => !segment.IsQuarantined))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (kept, dropped, droppedBytes) = Weigh(segment);
            if (dropped == 0 || droppedBytes * 2 < segment.Committed) continue;

            var copy = kept > 0 ? Copy(segment) : null;

            // What says that the dropped is not needed, a later trim, must survive the power too.
            if (segment.IsQuarantined || !await sync())
            {
                copy?.Dispose();
                if (copy is not null) log.DeleteCopy(segment);
                return removed;
            }

            if (copy is null) log.Remove(segment);
            else log.Replace(segment, copy);
            removed += dropped;
        }

        return removed;
    }

    private (long Kept, long Dropped, long DroppedBytes) Weigh(Segment segment)
    {
        var (kept, dropped, droppedBytes) = (0L, 0L, 0L);
        var scanner = segment.ScanFrom(SegmentHeader.Bytes, segment.Committed);
        for (var result = scanner.Next(); result != ScanResult.End; result = scanner.Next())
        {
            if (result != ScanResult.Record)
            {
                segment.IsQuarantined = true;
                return (kept, 0, 0);
            }

            var record = scanner.Header;
            if (IsNeeded(StreamKey.Of(scanner.Name), record)) kept += record.Weight;
            else (dropped, droppedBytes) = (dropped + record.Weight, droppedBytes + record.RecordBytes);
        }

        return (kept, dropped, droppedBytes);
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

    private Segment Copy(Segment segment)
    {
        var copy = log.BeginCopy(segment);
        try
        {
            var buffered = 0;
            var scanner = segment.ScanFrom(SegmentHeader.Bytes, segment.Committed);
            for (var result = scanner.Next(); result != ScanResult.End; result = scanner.Next())
            {
                if (result != ScanResult.Record)
                {
                    segment.IsQuarantined = true;
                    break;
                }

                var record = scanner.Header;
                if (!IsNeeded(StreamKey.Of(scanner.Name), record)) continue;

                if (buffered + record.RecordBytes > PieceBytes) buffered = Flush(copy, buffered);
                buffered = Add(copy, record, scanner.Record, buffered);
            }

            Flush(copy, buffered);
            return copy;
        }
        catch
        {
            copy.Dispose();
            log.DeleteCopy(segment);
            throw;
        }
    }

    private int Add(Segment copy, RecordHeader record, ReadOnlySpan<byte> bytes, int buffered)
    {
        copy.Index.Add(record.Position, copy.Committed + buffered);
        if (record.RecordBytes > PieceBytes)
        {
            var large = bytes.ToArray();
            record.Seal(large, copy.Header.Seed);
            copy.File.Write(large, copy.Committed);
            copy.Committed += large.Length;
            return 0;
        }

        var place = _piece.AsSpan(buffered, record.RecordBytes);
        bytes.CopyTo(place);
        record.Seal(place, copy.Header.Seed);
        return buffered + record.RecordBytes;
    }

    private int Flush(Segment copy, int buffered)
    {
        copy.File.Write(_piece.AsSpan(0, buffered), copy.Committed);
        copy.Committed += buffered;
        return 0;
    }
}
