using Broker.Journal.Log;

namespace Broker.Journal.Compacting;

/// <summary>Neighbours that become one segment.</summary>
internal sealed class SegmentRun
{
    private readonly List<Segment> _segments = [];
    private long _keptBytes;
    private bool _hasWaste;

    public SegmentRun()
    {
    }

    public SegmentRun(Segment first, SegmentWeight weighed) => TryAdd(first, weighed, long.MaxValue);

    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>Events and trims in all of them.</summary>
    public long Weight { get; private set; }

    public bool IsWorthIt => _hasWaste || _segments.Count > 1;

    /// <summary>False if they would be too large together.</summary>
    public bool TryAdd(Segment segment, SegmentWeight weighed, long segmentBytes)
    {
        if (_segments.Count > 0 && _keptBytes + weighed.KeptBytes > segmentBytes) return false;

        _segments.Add(segment);
        _keptBytes += weighed.KeptBytes;
        _hasWaste |= weighed.IsWaste;
        Weight += weighed.Weight;
        return true;
    }
}
