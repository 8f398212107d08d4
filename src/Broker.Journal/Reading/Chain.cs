using Broker.Journal.Format;
using Broker.Journal.Log;
using Broker.Journal.Streams;

namespace Broker.Journal.Reading;

/// <summary>
/// Where the records of one stream are, from an old one to its last. Each record names the one before it, so
/// the chain is walked backwards; 16 bytes for each record while somebody reads.
/// </summary>
internal sealed class Chain
{
    private readonly List<Link> _links = [];

    private readonly long _lastVersion;

    private Chain(StreamKey key, long lastVersion) => (Key, _lastVersion) = (key, lastVersion);

    public StreamKey Key { get; }

    /// <summary>The records in their order, oldest first.</summary>
    public IReadOnlyList<Link> Links => _links;

    public bool Reaches(long version) => 
        _links.Count > 0 && version >= _links[0].Version && version <= _lastVersion;

    /// <summary>The version that could not be read is in <paramref name="lost"/> when this is null.</summary>
    public static Chain? Walk(
        SegmentLog log, BlockWindow window, StreamKey key, StreamHead head, long fromVersion, out Link lost)
    {
        lost = default;
        var chain = new Chain(key, head.LastVersion);
        var (position, next) = (head.LastPosition, head.LastVersion + 1);
        while (next > fromVersion)
        {
            RecordHeader record = default;
            var isThere = log.Find(position) is { } segment
                && !window.Find(segment, position, isBackwards: true, out record).IsEmpty
                && record.LastVersion == next - 1;
            if (!isThere)
            {
                lost = new Link(next - 1, position);
                return null;
            }

            chain._links.Add(new Link(record.Version, position));
            (position, next) = (record.Previous, record.Version);
        }

        chain._links.Reverse();
        return chain;
    }

    /// <summary>The place among the links of the record that a version is in.</summary>
    public int IndexOf(long version)
    {
        var (low, high) = (0, _links.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_links[middle].Version > version) high = middle;
            else low = middle + 1;
        }

        return low - 1;
    }

    /// <param name="Version">Of the record's first event.</param>
    public readonly record struct Link(long Version, long Position);
}
