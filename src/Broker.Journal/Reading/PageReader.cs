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
        var name = RecordName.Bytes(read.Stream);
        var key = StreamKey.Of(name);
        var (found, lostIn) = streams.Find(key);
        if (lostIn is not null) return Refusals.Damaged(read.Stream, lostIn);

        var head = found ?? StreamHead.New;
        var from = Math.Max(read.FromVersion, head.FirstVersion);
        if (from > head.LastVersion || read.EventsMax <= 0)
            return new Page(read.Stream, [], head.FirstVersion, head.LastVersion);

        using var window = new BlockWindow();
        var chain = _lastChain;
        if (chain?.Key != key || !chain.Reaches(from))
        {
            chain = Chain.Walk(log, window, key, head, from, out var lost);
            if (chain is null) return Lose(read.Stream, key, lost);
        }

        var events = new List<Recorded>();
        if (Collect(chain, window, read, from, events) is { } bad) return Lose(read.Stream, key, bad);

        _lastChain = events.Count == read.EventsMax ? chain : null;
        return new Page(read.Stream, events, head.FirstVersion, head.LastVersion);
    }

    /// <summary>Fills the list from the chain's records; gives the one that cannot be read, if any.</summary>
    private Chain.Link? Collect(Chain chain, BlockWindow window, Read read, long from, List<Recorded> events)
    {
        for (var i = chain.IndexOf(from); i < chain.Links.Count && events.Count < read.EventsMax; i++)
        {
            var link = chain.Links[i];
            if (log.Find(link.Position) is not { } segment) return link;

            var record = window.Find(segment, link.Position, isBackwards: false, out var header);
            if (record.IsEmpty) return link;

            var body = record[header.Bytes..];
            for (var j = 0; j < header.Events && events.Count < read.EventsMax; j++)
            {
                var (type, payload) = EventBody.Take(ref body);
                if (header.Version + j < from) continue;
                events.Add(new Recorded(read.Stream, header.Version + j, header.Position + j, type, payload));
            }
        }

        return null;
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
