namespace Broker.FaultLab.Histories;

/// <summary>A relay that came to its receiver; each receiver's are in the order they came.</summary>
public sealed record RelayHeard(ulong Receiver, ulong From, long Number, TimeSpan At);
