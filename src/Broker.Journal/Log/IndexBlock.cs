namespace Broker.Journal.Log;

/// <summary>A part of a segment that begins with a good record, and the positions that begin in it.</summary>
/// <param name="NextPosition">The first position that does not.</param>
internal readonly record struct IndexBlock(long Start, long End, long FirstPosition, long NextPosition)
{
    public bool Has(long position) => position >= FirstPosition && position < NextPosition;
}
