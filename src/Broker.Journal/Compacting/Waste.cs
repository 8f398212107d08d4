using Broker.Journal.Log;

namespace Broker.Journal.Compacting;

/// <summary>
/// Decides when a compaction is worth its work: when about a segment's worth of bytes, and a quarter of
/// all, is newly not needed. So each byte is read again only after a quarter more of waste, whatever is
/// trimmed.
/// </summary>
internal sealed class Waste(long records, long segmentBytes)
{
    private long _records = records;
    private long _left;

    public void Add(int stored) => Interlocked.Add(ref _records, stored);

    public bool IsWorthIt(long kept, SegmentLog log)
    {
        var records = Interlocked.Read(ref _records);
        var waste = records - kept - Interlocked.Read(ref _left);
        return waste > 0 && waste * 4 >= records && waste * (log.Bytes / records) >= segmentBytes;
    }

    /// <summary>After a pass: what it removed, and that the rest is not worth another.</summary>
    public void Compacted(long removed, long kept) =>
        Interlocked.Exchange(ref _left, Interlocked.Add(ref _records, -removed) - kept);
}
