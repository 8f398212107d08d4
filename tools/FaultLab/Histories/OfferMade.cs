namespace Broker.FaultLab.Histories;

/// <summary>An offer that was answered by 201.</summary>
public sealed record OfferMade(string Id, decimal Price, Answer Answer);
