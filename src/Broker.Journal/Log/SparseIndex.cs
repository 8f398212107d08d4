namespace Broker.Journal.Log;

/// <summary>
/// Where in a segment records begin: one entry for about every 4 KiB, so that a position is found with one
/// small read and a thousandth of the log's size in memory. Every entry is the beginning of a good record.
/// </summary>
internal sealed class SparseIndex
{
    private const int BlockBytes = 4096;

    private readonly Lock _gate = new();
    private readonly List<(long Position, int Offset)> _entries = [];

    /// <param name="isBehindDamage">Then an entry is made in any case: blocks are read from their
    /// beginning.</param>
    public void Add(long position, long offset, bool isBehindDamage = false)
    {
        lock (_gate)
        {
            if (isBehindDamage || _entries.Count == 0 || offset - _entries[^1].Offset >= BlockBytes)
                _entries.Add((position, (int)offset));
        }
    }

    /// <summary>
    /// The block in which a record with this position begins, if it is there. The last block of the segment
    /// that is written to may still grow.
    /// </summary>
    public IndexBlock Block(long position, long segmentEnd)
    {
        lock (_gate)
        {
            var after = After(entry => entry.Position > position);
            if (_entries.Count == 0) return new IndexBlock(segmentEnd, segmentEnd, 0, long.MaxValue);

            var (first, start) = _entries[Math.Max(0, after - 1)];
            return after < _entries.Count
                ? new IndexBlock(start, _entries[after].Offset, first, _entries[after].Position)
                : new IndexBlock(start, segmentEnd, first, long.MaxValue);
        }
    }

    /// <summary>The first known beginning of a record behind an offset.</summary>
    public long Next(long offset, long segmentEnd)
    {
        lock (_gate)
        {
            var after = After(entry => entry.Offset > offset);
            return after < _entries.Count ? _entries[after].Offset : segmentEnd;
        }
    }

    private int After(Func<(long Position, int Offset), bool> isAfter)
    {
        var (low, high) = (0, _entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (isAfter(_entries[middle])) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
