namespace Broker.FaultLab.Histories;

/// <summary>A client of the hub.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Node">At which node.</param>
/// <param name="Held">From before it connected to when it knew that the connection was lost.</param>
public sealed record Seat(ulong Id, int Node, Interval Held);
