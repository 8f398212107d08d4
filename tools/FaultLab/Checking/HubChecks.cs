using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary>Ids that are never given twice, relays in order and once, and no ghost in a list.</summary>
internal static class HubChecks
{
    public static IEnumerable<Violation> Find(History history) =>
        [.. GivenTwice(history), .. Relays(history), .. Lists(history)];

    private static IEnumerable<Violation> GivenTwice(History history) =>
        from id in history.Seats.GroupBy(seat => seat.Id)
        where id.Count() > 1
        select new Violation("id given twice", $"{id.Key}: "
            + string.Join(", ", id.Select(seat => $"node {seat.Node} {seat.Held}")));

    private static IEnumerable<Violation> Relays(History history)
    {
        var sent = history.Relays.ToDictionary(relay => (relay.From, relay.Number));
        var acknowledged = history.Relays.Where(relay => relay.Answer.IsDone)
            .ToLookup(relay => (relay.From, relay.To));
        foreach (var pair in history.RelaysHeard.GroupBy(heard => (heard.From, To: heard.Receiver)))
        {
            var numbers = pair.Select(heard => heard.Number).ToList();
            var back = numbers.Zip(numbers.Skip(1)).Where(two => two.First >= two.Second);
            foreach (var (before, after) in back)
                yield return Of("relay order", pair.Key, $"{after} after {before}");
            foreach (var number in numbers.Where(
                number => sent.GetValueOrDefault((pair.Key.From, number))?.To != pair.Key.To))
                yield return Of("relay astray", pair.Key, $"{number}");

            var (heard, last) = (numbers.ToHashSet(), numbers.Max());
            foreach (var relay in acknowledged[pair.Key].Where(
                relay => relay.Number < last && !heard.Contains(relay.Number)))
                yield return new Violation("missed", $"relay {relay.Number} of {relay.From} to {relay.To}");
        }
    }

    private static Violation Of(string kind, (ulong From, ulong To) pair, string heard) =>
        new(kind, $"{pair.To} heard of {pair.From}: {heard}");

    private static IEnumerable<Violation> Lists(History history)
    {
        var seats = history.Seats.GroupBy(seat => seat.Id).ToDictionary(id => id.Key, id => id.First());
        foreach (var list in history.HubLists)
        {
            if (history.IsDisturbed(list.Node, list.Time, Patience.Recovery)) continue;

            var ghosts = list.Ids.Where(id => seats.TryGetValue(id, out var seat)
                && history.Noticed(seat.Node, seat.Held.End) + Patience.Ghosts < list.Time.Begin);
            foreach (var ghost in ghosts)
                yield return new Violation("ghost", $"{ghost}, gone at {seats[ghost].Held}, listed by node "
                    + $"{list.Node} at {list.Time}");

            if (history.IsDisturbed(list.Time, Patience.Recovery)) continue;

            var missing = seats.Values.Where(seat => seat.Id != list.Asker && !list.Ids.Contains(seat.Id)
                && seat.Held.Begin + Patience.Arrivals < list.Time.Begin && seat.Held.End > list.Time.End);
            foreach (var seat in missing)
                yield return new Violation("not listed", $"{seat.Id}, at node {seat.Node} {seat.Held}, "
                    + $"is not in the list of node {list.Node} at {list.Time}");
        }
    }
}
