namespace Broker.History;

/// <summary>
/// The bids of one offer that are there: each was made once, none that was answered is missing, and their
/// order is one in which they can have been taken.
/// </summary>
internal static class BidCheck
{
    public static void Run(
        StoredOffer offer, IReadOnlyList<StoredBid> bids, IEnumerable<Step> steps, List<string> wrong)
    {
        for (var i = 0; i < bids.Count; i++)
            if (bids[i].Place != i + 1) wrong.Add($"{bids[i]} of {offer.Id} is in place {i + 1}");

        var made = steps.OfType<Step.Bid>().ToList();
        CheckAnswered(bids, made, wrong);
        var byPrice = made.ToLookup(one => one.Price);
        var stored = bids.Select(bid => (bid, step: byPrice[bid.Price].FirstOrDefault())).ToList();
        foreach (var (bid, step) in stored)
        {
            if (step is null || step.Username != bid.Username) wrong.Add($"nobody made {bid} of {offer.Id}");
            else if (step.Outcome == Outcome.Refused) wrong.Add($"{bid} of {offer.Id} was refused");
        }
        CheckOrder(stored, wrong);
    }

    private static void CheckAnswered(
        IReadOnlyList<StoredBid> bids, List<Step.Bid> made, List<string> wrong)
    {
        var byId = bids.ToLookup(bid => bid.Id);
        foreach (var one in made.Where(one => one.Outcome == Outcome.Done))
        {
            var stored = byId[one.BidId!].FirstOrDefault();
            if (stored is null) wrong.Add($"bid {one.BidId} of {one.Price} was answered and is lost");
            else if ((stored.Price, stored.Username) != (one.Price, one.Username))
                wrong.Add($"bid {one.BidId} was answered as {one.Price} of {one.Username} and is {stored}");
        }
    }

    // Who was answered before another had asked is before it.
    private static void CheckOrder(List<(StoredBid Bid, Step.Bid? Step)> stored, List<string> wrong)
    {
        var (latest, before) = (long.MinValue, default(StoredBid));
        foreach (var (bid, step) in stored)
        {
            if (step is null) continue;
            if (step.Span.Ended < latest) wrong.Add($"{bid} was answered before {before} was made");
            if (step.Span.Began > latest) (latest, before) = (step.Span.Began, bid);
        }
    }
}
