namespace Broker.Actors.Cluster.Rows;

/// <summary>Some rows that another node is told at once.</summary>
/// <param name="Number">One more than that of the piece before it.</param>
/// <param name="IsFirst">Whether the other node does not know what was before.</param>
/// <param name="IsLast">Whether nothing more waits for it.</param>
internal sealed record RowPiece<TRow>(long Number, TRow[] Rows, bool IsFirst, bool IsLast);
