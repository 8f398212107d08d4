namespace Broker.FaultLab.Histories;

/// <summary>What a node says of an offer after all faults.</summary>
/// <param name="Offer">Which; with a status other than 200 the rest is empty.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Price">Its price.</param>
/// <param name="IsSold">Whether it is sold.</param>
/// <param name="Bids">Its bids, highest first.</param>
public sealed record OfferRead(
    string Offer, Answer Answer, decimal Price, bool IsSold, IReadOnlyList<OfferRead.KeptBid> Bids)
{
    public sealed record KeptBid(string Id, decimal Price, bool IsAccepted);
}
