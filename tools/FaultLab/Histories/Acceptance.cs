namespace Broker.FaultLab.Histories;

/// <summary>The creator's choice of a bid.</summary>
public sealed record Acceptance(string Offer, string Bid, Answer Answer);
