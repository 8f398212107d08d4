namespace Broker.FaultLab.Histories;

/// <summary>An answer to the hub's <c>list</c>.</summary>
public sealed record HubListed(ulong Asker, int Node, Interval Time, IReadOnlyList<ulong> Ids);
