using Broker.Journal.Streams;

namespace Broker.Journal.Reading;

/// <summary>
/// Where the records of one stream are, from an old one to its last;
/// 16 bytes for each while somebody reads.
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

    /// <summary>Null if the walk meets something that cannot be read.</summary>
    public static Chain? Of(StreamKey key, StreamHead head, ChainWalk walk)
    {
        var chain = new Chain(key, head.LastVersion);
        while (walk.MoveNext()) chain._links.Add(new Link(walk.Header.Version, walk.Header.Position));
        chain._links.Reverse();
        return walk.Lost is null ? chain : null;
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
