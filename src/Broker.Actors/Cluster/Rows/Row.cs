namespace Broker.Actors.Cluster.Rows;

/// <summary>One fact that a node knows of itself.</summary>
/// <param name="Key">Unique on its node.</param>
/// <param name="Value">What the node says of it; null where the key says it all.</param>
/// <param name="IsGone">Whether the node does not have it any more.</param>
public sealed record Row(string Key, string? Value = null, bool IsGone = false);
