using Broker.Actors.Journal;
using Broker.Journal.Format;
using Broker.Journal.Log;
using Broker.Journal.Streams;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Reading;

/// <summary>Reads one stream's events without a look at others'.</summary>
internal sealed class PageReader(SegmentLog log, StreamTable streams, Action<JournalIncident> report)
{
    // The chain of who reads page after page: else each page would walk over all that are behind it.
    private volatile Chain? _lastChain;

    public Answer Read(Read read)
    {
        while (true)
        {
            try
            {
                if (ReadOnce(read) is { } answer) return answer;
            }
            catch (ObjectDisposedException)
            {
                // Compaction replaced a segment: its copy has what we were looking for.
                if (log.IsClosed) return Refusals.Closed(read.Stream);
            }
            catch (IOException e)
            {
                return new Rejected(read.Stream, RejectReason.Unavailable, e.Message);
            }
        }
    }

    // Null when it was trimmed and given up meanwhile: look again.
    private Answer? ReadOnce(Read read)
    {
        var key = StreamKey.Of(RecordName.Bytes(read.Stream));
        var (found, lostIn) = streams.Find(key);
        if (lostIn is not null) return Refusals.Damaged(read.Stream, lostIn);

        var head = found ?? StreamHead.New;
        var from = Math.Max(read.FromVersion, head.FirstVersion);
        if (from > head.LastVersion || read.EventsMax <= 0)
            return new Page(read.Stream, [], head.FirstVersion, head.LastVersion);

        using var window = new BlockWindow();
        var events = new List<Recorded>();
        var lost = head.LastVersion - from < read.EventsMax
            ? CollectAll(new ChainWalk(log, window, head, from), read.Stream, from, events)
            : CollectPage(key, head, window, read, from, events);
        return lost is { } link
            ? Lose(read.Stream, key, link)
            : new Page(read.Stream, events, head.FirstVersion, head.LastVersion);
    }

    // To the very end, which is what most want: taken up on the way back, and turned around.
    private static Chain.Link? CollectAll(ChainWalk walk, StreamName stream, long from, List<Recorded> events)
    {
        while (walk.MoveNext())
        {
            if (!walk.HasRightBody) return walk.Link;

            var first = events.Count;
            Take(walk.Header, walk.Record, stream, from, int.MaxValue, events);
            events.Reverse(first, events.Count - first);
        }

        events.Reverse();
        return walk.Lost;
    }

    // A page in the middle: first only where its records are, then they alone.
    private Chain.Link? CollectPage(
        StreamKey key, StreamHead head, BlockWindow window, Read read, long from, List<Recorded> events)
    {
        var chain = _lastChain;
        if (chain?.Key != key || !chain.Reaches(from))
        {
            var walk = new ChainWalk(log, window, head, from);
            chain = Chain.Of(key, head, walk);
            if (chain is null) return walk.Lost;
        }

        for (var i = chain.IndexOf(from); i < chain.Links.Count && events.Count < read.EventsMax; i++)
        {
            var link = chain.Links[i];
            if (log.Find(link.Position) is not { } segment) return link;

            var record = window.Find(segment, link.Position, isBackwards: false, out var header);
            if (record.IsEmpty || !header.HasRightBody(record, segment.Header.Seed)) return link;

            Take(header, record, read.Stream, from, read.EventsMax, events);
        }

        _lastChain = chain;
        return null;
    }

    private static void Take(
        RecordHeader header,
        ReadOnlySpan<byte> record,
        StreamName stream,
        long from,
        int eventsMax,
        List<Recorded> events)
    {
        var body = record[header.Bytes..];
        for (var i = 0; i < header.Events && events.Count < eventsMax; i++)
        {
            var (type, payload) = EventBody.Take(ref body);
            if (header.Version + i < from) continue;
            events.Add(new Recorded(stream, header.Version + i, header.Position + i, type, payload));
        }
    }

    private Rejected? Lose(StreamName stream, StreamKey key, Chain.Link lost)
    {
        if (streams.Find(key).Head is { } head && head.FirstVersion > lost.Version) return null;

        var segment = log.Find(lost.Position);
        if (segment is not null) segment.IsQuarantined = true;
        var name = segment?.Name ?? "";
        streams.Lose(key, lost.Version, name);
        report(new JournalIncident(
            JournalIncident.Kind.Damage, name, 0, stream.Value, $"Version {lost.Version} cannot be read."));
        return Refusals.Damaged(stream, name);
    }
}
