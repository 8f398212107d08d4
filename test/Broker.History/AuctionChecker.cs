namespace Broker.History;

/// <summary>
/// Judges a run of clients against the auction: whether what they were told, when, and what is there in the
/// end can be the doing of one auction that takes one request after the other and forgets nothing.
/// </summary>
public static class AuctionChecker
{
    /// <returns>What cannot be; nothing if all is well.</returns>
    public static IReadOnlyList<string> Check(IReadOnlyCollection<Step> steps, FinalState final)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(final);
        var wrong = new List<string>();
        CheckAccounts(steps, final, wrong);
        CheckOffers(steps, final, wrong);
        CheckList(final, wrong);

        var byOffer = steps.ToLookup(OfferOf);
        foreach (var offer in final.Offers)
        {
            var own = byOffer[offer.Id].ToList();
            var bids = final.Bids.GetValueOrDefault(offer.Id, []);
            BidCheck.Run(offer, bids, own, wrong);
            PriceCheck.Run(offer, AskedFor(offer, steps, wrong), bids, own, wrong);
            SaleCheck.Run(offer, bids, own, wrong);
        }
        return wrong;
    }

    private static string? OfferOf(Step step) => step switch
    {
        Step.Bid m => m.OfferId,
        Step.Accept m => m.OfferId,
        Step.Look m => m.OfferId,
        _ => null,
    };

    private static void CheckAccounts(IEnumerable<Step> steps, FinalState final, List<string> wrong)
    {
        foreach (var one in steps.OfType<Step.SignUp>())
            if (one.Outcome == Outcome.Done && !final.Accounts.Contains(one.Username))
                wrong.Add($"account {one.Username} is lost");
    }

    private static void CheckOffers(IEnumerable<Step> steps, FinalState final, List<string> wrong)
    {
        var byId = final.Offers.ToLookup(offer => offer.Id);
        foreach (var one in steps.OfType<Step.Offer>().Where(one => one.Outcome == Outcome.Done))
            if (byId[one.OfferId!].Count() != 1 || byId[one.OfferId!].First().Title != one.Title)
                wrong.Add($"offer {one.OfferId} ({one.Title}) is lost");
        foreach (var same in final.Offers.GroupBy(offer => offer.Title).Where(same => same.Count() > 1))
            wrong.Add($"offer {same.Key} is there {same.Count()} times");
        foreach (var one in steps.OfType<Step.Look>().Where(one => !byId.Contains(one.OfferId)))
            wrong.Add($"offer {one.OfferId} was shown and is lost");
    }

    private static void CheckList(FinalState final, List<string> wrong)
    {
        var singles = final.Offers.ToHashSet();
        foreach (var offer in final.Listed.Where(offer => !singles.Remove(offer)))
            wrong.Add($"the list says {offer}, asked for by itself it is not so");
        foreach (var offer in singles) wrong.Add($"the list does not say {offer}");
    }

    private static decimal AskedFor(StoredOffer offer, IEnumerable<Step> steps, List<string> wrong)
    {
        var made = steps.OfType<Step.Offer>().FirstOrDefault(one =>
            one.Title == offer.Title && one.Username == offer.CreatedBy && one.Outcome != Outcome.Refused);
        if (made is null) wrong.Add($"nobody made offer {offer}");
        return made?.Price ?? 0;
    }
}
