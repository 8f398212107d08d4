namespace Broker.Journal.Compacting;

/// <summary>How much of a segment is needed.</summary>
/// <param name="Bytes">Of all its records.</param>
/// <param name="Weight">Its events and trims.</param>
internal readonly record struct SegmentWeight(long KeptBytes, long Bytes, long Weight)
{
    /// <summary>At least half is not needed; so too of an empty one.</summary>
    public bool IsWaste => KeptBytes * 2 <= Bytes;

    /// <summary>True if it is to be rewritten, or may become one with a neighbour.</summary>
    public bool IsToChange(long segmentBytes) => IsWaste || Bytes * 2 < segmentBytes;
}
