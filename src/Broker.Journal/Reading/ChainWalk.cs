using Broker.Journal.Format;
using Broker.Journal.Log;
using Broker.Journal.Streams;

namespace Broker.Journal.Reading;

/// <summary>
/// Goes from a stream's last record back to the one with a version. Each record names the one before it.
/// </summary>
internal sealed class ChainWalk(SegmentLog log, BlockWindow window, StreamHead head, long toVersion)
{
    private Segment? _segment;
    private RecordHeader _header;
    private long _position = head.LastPosition;
    private long _nextVersion = head.LastVersion + 1;

    public RecordHeader Header => _header;

    public ReadOnlySpan<byte> Record => window.Found;

    public bool HasRightBody => _header.HasRightBody(Record, _segment!.Header.Seed);

    public Chain.Link Link => new(_header.Version, _header.Position);

    /// <summary>What could not be read, if the walk ended because of it.</summary>
    public Chain.Link? Lost { get; private set; }

    public bool MoveNext()
    {
        if (_nextVersion <= toVersion || Lost is not null) return false;

        _segment = log.Find(_position);
        if (_segment is null
            || window.Find(_segment, _position, isBackwards: true, out _header).IsEmpty
            || _header.LastVersion != _nextVersion - 1)
        {
            Lost = new Chain.Link(_nextVersion - 1, _position);
            return false;
        }

        (_position, _nextVersion) = (_header.Previous, _header.Version);
        return true;
    }
}
