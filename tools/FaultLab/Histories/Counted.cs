namespace Broker.FaultLab.Histories;

/// <summary>How many subscribers a node said a channel has, or in a list: 1 or more (1), none (0).</summary>
public sealed record Counted(string Channel, int Node, Interval Time, int Count, bool IsList);
