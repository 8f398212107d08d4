namespace Broker.FaultLab.Histories;

/// <summary>A bid that was tried.</summary>
/// <param name="Offer">For which offer.</param>
/// <param name="Id">Its id; empty where it was not taken.</param>
/// <param name="Price">What was bid.</param>
/// <param name="Answer">The answer.</param>
public sealed record Bid(string Offer, string Id, decimal Price, Answer Answer);
