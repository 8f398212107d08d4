using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary>
/// What offsets promise: one content for each, everywhere; rising for everybody; no hole that is not told.
/// </summary>
internal static class OffsetChecks
{
    public static IEnumerable<Violation> Find(History history)
    {
        var sessions = history.Sessions.ToLookup(session => session.Channel);
        var attempts = history.Publishes.ToLookup(publish => publish.Channel);
        var receipts = history.Publishes.Where(publish => publish.Offset > 0)
            .ToLookup(publish => publish.Channel);
        foreach (var kind in history.Channels)
        {
            var channel = kind.Channel;
            var places = Places(sessions[channel], receipts[channel]);
            foreach (var violation in TwoContents(channel, places)) yield return violation;
            foreach (var violation in TwoPlaces(kind, places, attempts[channel])) yield return violation;
            foreach (var violation in TwoHomes(channel, attempts[channel])) yield return violation;

            var known = places.GroupBy(place => place.Epoch).ToDictionary(
                epoch => epoch.Key,
                epoch => epoch.Select(place => place.Offset).Distinct().Order().ToArray());
            foreach (var subscriber in sessions[channel].GroupBy(session => session.Subscriber))
            {
                foreach (var violation in Walk(subscriber, known)) yield return violation;
            }
        }
    }

    private sealed record Place(string Epoch, long Offset, string Content);

    private static HashSet<Place> Places(IEnumerable<Session> sessions, IEnumerable<Publish> receipts) =>
    [
        .. from session in sessions
           from heard in session.Heard
           where heard.Offset > 0 && !heard.IsGap
           select new Place(heard.Epoch, heard.Offset, heard.Content),
        .. receipts.Select(publish => new Place(publish.Epoch, publish.Offset, publish.Content)),
    ];

    private static IEnumerable<Violation> TwoContents(string channel, IEnumerable<Place> places) =>
        from offset in places.GroupBy(place => (place.Epoch, place.Offset))
        where offset.Count() > 1
        select new Violation("two contents", $"{channel} {offset.Key.Epoch}/{offset.Key.Offset} is "
            + string.Join(" and ", offset.Select(place => place.Content)));

    // In memory an idempotency key ends with its epoch: what is tried again may have a place in each.
    private static IEnumerable<Violation> TwoPlaces(
        ChannelKind kind, IEnumerable<Place> places, IEnumerable<Publish> attempts)
    {
        var triedAgain = kind.IsDurable
            ? []
            : attempts.CountBy(attempt => attempt.Content).Where(one => one.Value > 1)
                .Select(one => one.Key).ToHashSet();
        return from content in places.GroupBy(
                   place => (place.Content, Epoch: triedAgain.Contains(place.Content) ? place.Epoch : ""))
               where content.Count() > 1
               select new Violation("two places", $"{content.Key.Content} of {kind.Channel} is at "
                   + string.Join(" and ", content.Select(place => $"{place.Epoch}/{place.Offset}")));
    }

    // A home that was replaced acknowledges nothing more, not even when its node was frozen and wakes: of two
    // epochs one ends before the other begins. A repeat is told the place of its first attempt.
    private static IEnumerable<Violation> TwoHomes(string channel, IEnumerable<Publish> attempts)
    {
        var epochs = (from content in attempts.GroupBy(publish => publish.Content)
                      let receipt = content.FirstOrDefault(publish => publish.Offset > 0)
                      where receipt is not null
                      select (receipt.Epoch, Begin: content.Min(one => one.Answer.Time.Begin),
                          receipt.Answer.Time.End))
            .GroupBy(publish => publish.Epoch)
            .Select(epoch => (
                Epoch: epoch.Key, First: epoch.Min(one => one.End), Last: epoch.Max(one => one.Begin)))
            .OrderBy(epoch => epoch.First)
            .ToList();
        return from pair in epochs.Zip(epochs.Skip(1))
               where pair.First.Last > pair.Second.First
               select new Violation("two homes", $"{channel} acknowledged in epoch {pair.Second.Epoch} at "
                   + $"{pair.Second.First.TotalSeconds:f3} s, and in {pair.First.Epoch} what began at "
                   + $"{pair.First.Last.TotalSeconds:f3} s");
    }

    // Goes through all sessions of one subscriber; a session that resumes continues at the last one's place.
    private static IEnumerable<Violation> Walk(
        IEnumerable<Session> sessions, Dictionary<string, long[]> known)
    {
        Place? last = null;
        foreach (var session in sessions)
        {
            if (!session.IsResumed) last = null;
            foreach (var heard in session.Heard)
            {
                if (heard.IsGap) last = null;
                if (heard.IsGap || heard.Offset == 0) continue;

                var place = new Place(heard.Epoch, heard.Offset, heard.Content);
                var violation = last is null ? null : Step(session, last, place, known);
                if (violation is not null) yield return violation;

                last = place;
            }
        }
    }

    private static Violation? Step(
        Session session, Place last, Place next, Dictionary<string, long[]> known)
    {
        var where = $"{session}: {session.Channel} {last.Epoch}/{last.Offset} ({last.Content}), then "
            + $"{next.Epoch}/{next.Offset} ({next.Content})";
        // A stored channel goes on with its offsets where its store begins another epoch.
        if (last.Epoch != next.Epoch)
            return next.Offset == last.Offset + 1 && known[next.Epoch][0] == next.Offset
                ? null
                : new Violation("new epoch not told", where);
        if (next.Offset <= last.Offset) return new Violation("offset does not rise", where);

        var offsets = known[next.Epoch];
        var missed = Array.BinarySearch(offsets, next.Offset) - Array.BinarySearch(offsets, last.Offset) - 1;
        return missed > 0 ? new Violation("gap not told", $"{where}; {missed} between them are known") : null;
    }
}
