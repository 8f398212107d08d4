using System.Text;
using Broker.Actors.Journal;
using Broker.Journal.Format;
using Broker.Journal.Log;
using Broker.Journal.Streams;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Reading;

/// <summary>
/// One follower's place in the log. It reads the files as they grow and keeps no queue, so a slow one costs
/// nothing and misses nothing.
/// </summary>
internal sealed class Follower(SegmentLog log, StreamTable streams, long afterPosition, string streamPrefix)
{
    // Events of one round, so that the first are handed on before the last are read.
    private const int RoundEventsMax = 1_000;

    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(streamPrefix);
    private long _position = afterPosition;
    private Segment? _segment;
    private RecordScanner? _scanner;

    /// <summary>Adds what there is, up to a round. False if there was nothing new at all.</summary>
    public bool Read(List<Followed> found)
    {
        while (true)
        {
            try
            {
                return ReadRound(found);
            }
            catch (ObjectDisposedException)
            {
                if (log.IsClosed) return false;

                // Compaction replaced the segment: look the position up in its copy.
                (_segment, _scanner) = (null, null);
            }
        }
    }

    private bool ReadRound(List<Followed> found)
    {
        var isNew = false;
        while (found.Count < RoundEventsMax && Locate() is { } segment)
        {
            isNew = true;
            switch (_scanner!.Next())
            {
                case ScanResult.Record:
                    Add(_scanner, found);
                    break;
                case ScanResult.DamagedBody or ScanResult.DamagedHeader:
                    AddHole(_scanner.Header, Name(_scanner.Name), found);
                    break;
                case ScanResult.Garbage or ScanResult.Incomplete:
                    _scanner.Resume(segment.Index.Next(_scanner.Offset, segment.Committed));
                    found.Add(new Hole(null, _position));
                    break;
                case ScanResult.End:
                    break;
            }
        }

        return isNew;
    }

    /// <summary>
    /// The segment with something to read, the scanner in front of it; null if there is none.
    /// </summary>
    private Segment? Locate()
    {
        var segments = log.Segments;
        var at = _segment is null ? -1 : IndexOf(segments, _segment);
        if (at < 0)
        {
            if (segments.Count == 0) return null;
            var first = log.Find(_position) ?? segments[0];
            at = Math.Max(0, IndexOf(segments, first));
            Enter(segments[at], segments[at].Index.Block(_position, segments[at].Committed).Start);
        }

        for (; ; at++)
        {
            if (_scanner!.Extend(segments[at].Committed)) return segments[at];
            if (at + 1 == segments.Count) return null;
            Enter(segments[at + 1], SegmentHeader.Bytes);
        }
    }

    private void Enter(Segment segment, long offset) =>
        (_segment, _scanner) = (segment, segment.ScanFrom(offset, offset));

    private static int IndexOf(IReadOnlyList<Segment> segments, Segment segment)
    {
        for (var i = 0; i < segments.Count; i++)
        {
            if (segments[i] == segment) return i;
        }

        return -1;
    }

    private void Add(RecordScanner scanner, List<Followed> found)
    {
        var record = scanner.Header;
        if (record.Kind != RecordKind.Events || record.NextPosition - 1 <= _position) return;

        if (scanner.Name.StartsWith(_prefix))
        {
            var key = StreamKey.Of(scanner.Name);
            var first = streams.Find(key).Head?.FirstVersion ?? 1;
            var body = scanner.Body;
            for (var i = 0; i < record.Events; i++)
            {
                var (type, payload) = EventBody.Take(ref body);
                if (record.Version + i < first || record.Position + i <= _position) continue;
                found.Add(new Recorded(
                    Name(scanner.Name), record.Version + i, record.Position + i, type, payload));
            }
        }

        _position = record.NextPosition - 1;
    }

    // With a damaged trim no event is lost.
    private void AddHole(RecordHeader record, StreamName stream, List<Followed> found)
    {
        if (record.Kind != RecordKind.Events || record.Position <= _position) return;

        if (stream.Value.StartsWith(streamPrefix, StringComparison.Ordinal))
            found.Add(new Hole(stream, record.Position));
        _position = record.NextPosition - 1;
    }

    private static StreamName Name(ReadOnlySpan<byte> name) => StreamName.Parse(RecordName.Text(name));
}
