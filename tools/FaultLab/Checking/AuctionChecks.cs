using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary>An offer takes bids one at a time and is sold once, whichever node was asked.</summary>
internal static class AuctionChecks
{
    public static IEnumerable<Violation> Find(History history)
    {
        var bids = history.Bids.Where(bid => bid.Answer.IsDone).ToLookup(bid => bid.Offer);
        var sales = history.Acceptances.Where(sale => sale.Answer.IsDone).ToLookup(sale => sale.Offer);
        var reads = history.OfferReads.ToLookup(read => read.Offer);
        return history.Offers.Select(offer => offer.Id).SelectMany(offer => (IEnumerable<Violation>)
        [
            .. Lost(offer, bids[offer], reads[offer]),
            .. NotRising(offer, bids[offer]),
            .. SoldTwice(offer, sales[offer], reads[offer]),
            .. BidOnSold(offer, bids[offer], sales[offer]),
            .. Differing(offer, reads[offer]),
        ]);
    }

    private static IEnumerable<Violation> Lost(
        string offer, IEnumerable<Bid> bids, IEnumerable<OfferRead> reads) =>
        from read in reads
        from lost in read.Answer.Status != 200
            ? [$"is answered by {read.Answer.Status} {read.Answer.Detail}"]
            : bids.Where(bid => read.Bids.All(kept => kept.Id != bid.Id || kept.Price != bid.Price))
                .Select(bid => $"lacks the acknowledged bid {bid.Id} of {bid.Price} ({bid.Answer.Time})")
        select new Violation("lost", $"offer {offer} at node {read.Answer.Node} {lost}");

    private static IEnumerable<Violation> NotRising(string offer, IEnumerable<Bid> bids)
    {
        Bid? highest = null;
        foreach (var bid in bids.OrderBy(bid => bid.Price))
        {
            if (highest?.Price == bid.Price || bid.Answer.Time.End < highest?.Answer.Time.Begin)
            {
                yield return new Violation("two winners", $"offer {offer} took {highest.Price} "
                    + $"({highest.Answer.Time}) and {bid.Price} ({bid.Answer.Time})");
            }
            if (highest is null || bid.Answer.Time.Begin > highest.Answer.Time.Begin) highest = bid;
        }
    }

    private static IEnumerable<Violation> SoldTwice(
        string offer, IEnumerable<Acceptance> sales, IEnumerable<OfferRead> reads)
    {
        var sold = sales.Select(sale => sale.Bid).Distinct().ToList();
        if (sold.Count > 1)
            yield return new Violation("two winners", $"offer {offer}: accepted {string.Join(", ", sold)}");
        foreach (var read in reads.Where(read => read.Answer.Status == 200))
        {
            var accepted = read.Bids.Where(bid => bid.IsAccepted).Select(bid => bid.Id).ToList();
            if (accepted.Count != (read.IsSold ? 1 : 0) || sold.Except(accepted).Any())
            {
                yield return new Violation("sale lost", $"offer {offer} at node {read.Answer.Node}: sold is "
                    + $"{read.IsSold}, accepted are [{string.Join(", ", accepted)}], answered was "
                    + $"[{string.Join(", ", sold)}]");
            }
        }
    }

    private static IEnumerable<Violation> BidOnSold(
        string offer, IEnumerable<Bid> bids, IEnumerable<Acceptance> sales) =>
        from sale in sales
        from bid in bids
        where sale.Answer.Time.End < bid.Answer.Time.Begin
        select new Violation("bid on sold", $"offer {offer}, sold {sale.Answer.Time}, took {bid.Price} "
            + $"{bid.Answer.Time}");

    private static IEnumerable<Violation> Differing(string offer, IEnumerable<OfferRead> reads)
    {
        var views = reads.Where(read => read.Answer.Status == 200).Select(read => (read.Answer.Node,
            Text: $"{read.Price} {read.IsSold} {string.Join(' ', read.Bids)}")).ToList();
        if (views.DistinctBy(view => view.Text).Count() > 1)
            yield return new Violation("nodes differ", $"offer {offer}: {string.Join("; ", views)}");
    }
}
