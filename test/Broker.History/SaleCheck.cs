namespace Broker.History;

/// <summary>
/// One offer is sold once: to the bid that its creator accepted, and from then on to nobody else.
/// </summary>
internal static class SaleCheck
{
    public static void Run(
        StoredOffer offer, IReadOnlyList<StoredBid> bids, IReadOnlyList<Step> steps, List<string> wrong)
    {
        var accepted = bids.Where(bid => bid.IsAccepted).Select(bid => bid.Id).ToList();
        if (accepted.Count != (offer.IsSold ? 1 : 0))
            wrong.Add($"{offer} has {accepted.Count} accepted bids");

        var accepts = steps.OfType<Step.Accept>().Where(one => one.Outcome != Outcome.Refused).ToList();
        foreach (var id in accepted)
            if (!accepts.Exists(one => one.BidId == id && one.Username == offer.CreatedBy))
                wrong.Add($"nobody accepted bid {id} of {offer.Id}");
        foreach (var one in accepts)
            if (one.Outcome == Outcome.Done && !accepted.Contains(one.BidId))
                wrong.Add($"bid {one.BidId} of {offer.Id} was accepted and is not");
        CheckTimes(offer, steps, accepts, wrong);
    }

    private static void CheckTimes(
        StoredOffer offer, IReadOnlyList<Step> steps, List<Step.Accept> accepts, List<string> wrong)
    {
        var earliest = accepts.Select(one => one.Span.Began).DefaultIfEmpty(long.MaxValue).Min();
        var sold = steps.Where(IsSoldBy).ToList();
        foreach (var one in sold.Where(one => one.Span.Ended < earliest))
            wrong.Add($"{offer.Id} was called sold before that was asked for: {one}");

        var latest = sold.Select(one => one.Span.Ended).DefaultIfEmpty(long.MaxValue).Min();
        foreach (var one in steps.Where(one => one.Span.Began > latest && IsOpenBy(one)))
            wrong.Add($"{offer.Id} was open again after it was sold: {one}");
    }

    private static bool IsSoldBy(Step step) => step switch
    {
        Step.Accept m => m.Outcome == Outcome.Done,
        Step.Bid m => m.IsSold,
        Step.Look m => m.IsSold,
        _ => false,
    };

    private static bool IsOpenBy(Step step) => step switch
    {
        Step.Bid m => m.Outcome == Outcome.Done || (m.Outcome == Outcome.Refused && !m.IsSold),
        Step.Look m => !m.IsSold,
        _ => false,
    };
}
