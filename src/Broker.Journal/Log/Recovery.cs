using Broker.Journal.Files;
using Broker.Journal.Format;
using Broker.Journal.Streams;

namespace Broker.Journal.Log;

/// <summary>
/// Opens the log: reads every byte once, so that every damage is found, and takes up where each stream
/// stands. It cuts only what provably was never answered; it changes and deletes nothing else.
/// </summary>
internal sealed class Recovery(
    IJournalDirectory directory, StreamTable streams, Action<JournalIncident> report)
{
    private readonly List<Segment> _segments = [];
    private Segment? _unknownLossAtEndOf;

    public long NextPosition { get; private set; } = 1;

    /// <summary>Events and trims on disk, those that are not needed any more included.</summary>
    public long Records { get; private set; }

    /// <exception cref="JournalException">It is of a later program, or not a journal.</exception>
    public SegmentLog Run()
    {
        try
        {
            return Run([.. directory.Names()]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Close();
            throw new JournalException($"The journal cannot be read: {e.Message}", e);
        }
        catch (JournalException)
        {
            Close();
            throw;
        }
    }

    private void Close() => _segments.ForEach(segment => segment.Dispose());

    private SegmentLog Run(List<string> names)
    {
        foreach (var name in names.Where(SegmentLog.IsLeftOver)) directory.Delete(name);

        var sequences = names.Select(Segment.SequenceOf).OfType<long>().Order().ToList();
        foreach (var sequence in sequences)
        {
            if (_segments is [.., var previous] && sequence <= previous.Header.LastSequence)
            {
                // An interrupted compaction has put it into the one before.
                directory.Delete(Segment.NameOf(sequence));
                continue;
            }

            var isLast = sequence == sequences[^1];
            if (Open(sequence, isLast) is not { } segment) continue;

            NextPosition = Math.Max(NextPosition, segment.Header.FirstPosition);
            LoseUnknown();
            Scan(segment, isLast);
        }

        LoseUnknown();
        return new SegmentLog(directory, _segments, sequences.LastOrDefault());
    }

    private Segment? Open(long sequence, bool isLast)
    {
        var name = Segment.NameOf(sequence);
        var file = directory.Open(name);
        var bytes = new byte[SegmentHeader.Bytes];
        var read = file.Read(bytes, 0);
        if (read < SegmentHeader.Bytes && isLast)
        {
            // Its creation was interrupted; the first append would have been answered after the header.
            file.Dispose();
            directory.Delete(name);
            Report(JournalIncident.Kind.TailCut, name, 0, null, "The segment had no header yet.");
            return null;
        }

        var header = SegmentHeader.Read(bytes);
        var segment = new Segment(header ?? SegmentHeader.Repair(bytes) ?? Unreadable(sequence), file);
        _segments.Add(segment);
        Check(segment, sequence);
        if (header is null) Quarantine(segment, 0, null, "The segment's header changed.");
        return segment;
    }

    // Nothing in it can be checked without its seed, so all of it is garbage.
    private SegmentHeader Unreadable(long sequence) =>
        new(SegmentHeader.FormatNow, SegmentHeader.NewSeed(), sequence, sequence, NextPosition);

    private static void Check(Segment segment, long sequence)
    {
        if (segment.Header.Format > SegmentHeader.FormatNow)
        {
            throw new JournalException(
                $"{segment.Name} was written by a later version (format {segment.Header.Format}); "
                + $"this one reads up to {SegmentHeader.FormatNow}.");
        }

        if (segment.Header.Sequence != sequence)
            throw new JournalException($"{segment.Name} says that it is segment {segment.Header.Sequence}.");
    }

    private void Scan(Segment segment, bool isLast)
    {
        var end = segment.File.Length;
        var scanner = segment.ScanFrom(SegmentHeader.Bytes, end);
        for (var isBehindDamage = false; ;)
        {
            var result = scanner.Next();
            segment.Committed = scanner.Offset;
            switch (result)
            {
                case ScanResult.End:
                    return;
                case ScanResult.Record:
                    Take(segment, scanner, isBehindDamage);
                    isBehindDamage = false;
                    continue;
                case ScanResult.DamagedBody or ScanResult.DamagedHeader:
                    Lose(segment, scanner);
                    isBehindDamage = true;
                    continue;
                case ScanResult.Incomplete or ScanResult.Garbage when isLast && IsTorn(segment, result, end):
                    Cut(segment, end);
                    return;
                default:
                    if (!SkipGarbage(segment, scanner, end)) return;
                    isBehindDamage = true;
                    continue;
            }
        }
    }

    private void Take(Segment segment, RecordScanner scanner, bool isBehindDamage)
    {
        var record = scanner.Header;
        streams.Recover(StreamKey.Of(scanner.Name), record, scanner.Body, segment.Name);
        segment.Index.Add(record.Position, scanner.Offset, isBehindDamage);
        NextPosition = Math.Max(NextPosition, record.NextPosition);
        Records += record.Weight;
    }

    private void Lose(Segment segment, RecordScanner scanner)
    {
        var record = scanner.Header;
        var lost = record.Kind == RecordKind.Trim ? record.Version - 1 : record.LastVersion;
        streams.Lose(StreamKey.Of(scanner.Name), lost, segment.Name);
        NextPosition = Math.Max(NextPosition, record.NextPosition);
        Quarantine(segment, scanner.Offset, RecordName.Text(scanner.Name), "A record changed.");
    }

    // A write goes out from its beginning to its end. So a record that would end behind the end of the file
    // was never written as a whole. A bit of a whole record that flipped is told apart: its header can be
    // repaired.
    private bool IsTorn(Segment segment, ScanResult result, long end)
    {
        if (result == ScanResult.Incomplete) return true;

        var rest = new byte[end - segment.Committed];
        segment.File.Read(rest, segment.Committed);
        var isUnwritten = !rest.AsSpan().ContainsAnyExcept((byte)0);
        return isUnwritten
            || (RecordHeader.Peek(rest) is { } header
                && header.Bytes > rest.Length
                && header.Position == NextPosition);
    }

    private void Cut(Segment segment, long end)
    {
        segment.File.Truncate(segment.Committed);
        Report(
            JournalIncident.Kind.TailCut, segment.Name, segment.Committed, null,
            $"{end - segment.Committed} bytes of an incomplete write, never answered, were cut.");
    }

    // Positions that were in it must not be given again: somebody may have seen them.
    private bool SkipGarbage(Segment segment, RecordScanner scanner, long end)
    {
        var start = scanner.Offset;
        Quarantine(segment, start, null, "Bytes are no record.");
        var goesOn = scanner.Resynchronize();
        if (goesOn)
        {
            streams.LoseUnknown(scanner.PositionAhead, segment.Name);
            return true;
        }

        NextPosition += end - start;
        _unknownLossAtEndOf = segment;
        segment.Committed = end;
        return false;
    }

    private void LoseUnknown()
    {
        if (_unknownLossAtEndOf is { } segment) streams.LoseUnknown(NextPosition, segment.Name);
        _unknownLossAtEndOf = null;
    }

    private void Quarantine(Segment segment, long offset, string? stream, string detail)
    {
        segment.IsQuarantined = true;
        Report(JournalIncident.Kind.Damage, segment.Name, offset, stream, detail);
    }

    private void Report(
        JournalIncident.Kind what, string segment, long offset, string? stream, string detail) =>
        report(new JournalIncident(what, segment, offset, stream, detail));
}
