namespace Broker.History;

/// <summary>
/// The price of one offer rises strictly, and nobody is told one that was overtaken before he asked, nor one
/// that nobody had bid yet.
/// </summary>
internal static class PriceCheck
{
    public static void Run(
        StoredOffer offer,
        decimal askedFor,
        IReadOnlyList<StoredBid> bids,
        IReadOnlyList<Step> steps,
        List<string> wrong)
    {
        var price = askedFor;
        foreach (var bid in bids)
        {
            if (bid.Price <= price) wrong.Add($"{bid} of {offer.Id} came on top of {price}");
            price = bid.Price;
        }
        if (offer.Price != price) wrong.Add($"{offer} has {price} as its last price");

        var told = steps.Select(ToldBy).OfType<Told>().ToList();
        CheckSources(offer, askedFor, bids, steps, told, wrong);
        CheckFloor(offer, told, wrong);
        foreach (var one in steps.OfType<Step.Bid>())
            if (one is { Outcome: Outcome.Refused, IsSold: false, Told: { } current } && current < one.Price)
                wrong.Add($"a bid of {one.Price} on {offer.Id} was refused at {current}");
    }

    private static Told? ToldBy(Step step) => step switch
    {
        Step.Bid { Outcome: Outcome.Done } m => new Told(m.Span, m.Price, IsNew: true),
        Step.Bid { Told: { } current } m => new Told(m.Span, current, IsNew: false),
        Step.Look m => new Told(m.Span, m.Price, IsNew: false),
        _ => null,
    };

    private static void CheckSources(
        StoredOffer offer,
        decimal askedFor,
        IReadOnlyList<StoredBid> bids,
        IEnumerable<Step> steps,
        List<Told> told,
        List<string> wrong)
    {
        var stored = bids.Select(bid => bid.Price).ToHashSet();
        var began = steps.OfType<Step.Bid>().Where(one => stored.Contains(one.Price))
            .ToLookup(one => one.Price, one => one.Span.Began);
        foreach (var one in told.Where(one => one.Price != askedFor))
        {
            if (!began.Contains(one.Price)) wrong.Add($"{one} of {offer.Id} is nobody's bid that is there");
            else if (began[one.Price].Min() > one.Span.Ended)
                wrong.Add($"{one} of {offer.Id} was told before it was bid");
        }
    }

    // In the order of time: an end raises what every later begin must come to.
    private static void CheckFloor(StoredOffer offer, List<Told> told, List<string> wrong)
    {
        var byEnd = told.OrderBy(one => one.Span.Ended).ToList();
        var (floor, ended) = (decimal.MinValue, 0);
        foreach (var one in told.OrderBy(one => one.Span.Began))
        {
            for (; ended < byEnd.Count && byEnd[ended].Span.Ended < one.Span.Began; ended++)
                floor = Math.Max(floor, byEnd[ended].Price);
            if (one.Price < floor || (one.IsNew && one.Price == floor))
                wrong.Add($"{one} of {offer.Id} was told after {floor}");
        }
    }

    private sealed record Told(Span Span, decimal Price, bool IsNew);
}
