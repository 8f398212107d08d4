namespace Broker.FaultLab.Histories;

/// <summary>One body from one client of the hub to another.</summary>
/// <param name="From">The sender's id.</param>
/// <param name="To">The receiver's id.</param>
/// <param name="Number">Counts per sender, from 1.</param>
/// <param name="Answer">Done when the receipt says that the receiver's outbox took it.</param>
public sealed record Relay(ulong From, ulong To, long Number, Answer Answer);
