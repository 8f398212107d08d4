namespace Broker.FaultLab.Histories;

/// <summary>A subscriber that counts in <c>total_subscribers</c>.</summary>
/// <param name="Channel">Of which channel.</param>
/// <param name="Node">At which node.</param>
/// <param name="Possible">From before it asked to be in, to when it knew that it was out.</param>
/// <param name="Certain">
/// From when it knew that it was in, to the last sign that it was; null where it never knew.
/// </param>
public sealed record Membership(string Channel, int Node, Interval Possible, Interval? Certain);
