using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary>
/// There is one order of a channel's publications that every session saw a part of, and that is also the
/// order of those which were published one after the other.
/// </summary>
internal static class OrderChecks
{
    public static IEnumerable<Violation> Find(History history)
    {
        foreach (var channel in Publications.Of(history))
        {
            foreach (var violation in channel.Sessions.SelectMany(session => Overtaken(session, channel)))
                yield return violation;
            if (Cycle(channel) is { } cycle)
            {
                yield return new Violation("no one order", $"of {channel.Kind.Channel}: each of these was "
                    + $"heard before the next, and so round: {string.Join(", ", cycle.Take(12))}");
            }
        }
    }

    // From the last one back: none may have been acknowledged before one that stands ahead of it had begun.
    private static IEnumerable<Violation> Overtaken(Session session, Publications channel)
    {
        Publications.Publication? earliest = null;
        foreach (var heard in session.Heard.Reverse().Where(heard => !heard.IsGap))
        {
            if (channel.Find(heard.Content) is not { } publication) continue;
            if (earliest?.Acknowledged < publication.Begin)
            {
                yield return new Violation("overtaken", $"{session} heard {publication.Content} before "
                    + $"{earliest.Content}, which was acknowledged before the other began");
            }
            var isEarlier = publication.Acknowledged < (earliest?.Acknowledged ?? TimeSpan.MaxValue);
            if (isEarlier) earliest = publication;
        }
    }

    /// <summary>Takes away what nothing is left before; if some stays, it goes round in a circle.</summary>
    private static List<string>? Cycle(Publications channel)
    {
        var next = new Dictionary<string, HashSet<string>>();
        foreach (var session in channel.Sessions)
        {
            // What came twice is another check's business.
            var contents = session.Heard.Where(heard => !heard.IsGap).Select(heard => heard.Content)
                .Distinct().ToList();
            foreach (var (before, after) in contents.Zip(contents.Skip(1)))
                (next.TryGetValue(before, out var followers) ? followers : next[before] = []).Add(after);
        }

        var waitingFor = new Dictionary<string, int>();
        foreach (var after in next.Values.SelectMany(followers => followers))
            waitingFor[after] = waitingFor.GetValueOrDefault(after) + 1;
        var free = new Queue<string>(next.Keys.Where(content => !waitingFor.ContainsKey(content)));
        while (free.TryDequeue(out var content))
        {
            if (!next.Remove(content, out var followers)) continue;

            foreach (var after in followers)
                if (--waitingFor[after] == 0) free.Enqueue(after);
        }
        return next.Count == 0 ? null : Walk(next);
    }

    // All that is left has something left before it, so that going back long enough ends in a circle.
    private static List<string> Walk(Dictionary<string, HashSet<string>> next)
    {
        var before = new Dictionary<string, string>();
        foreach (var (content, followers) in next)
            foreach (var after in followers) before[after] = content;
        var path = new List<string>();
        var at = next.Keys.First(before.ContainsKey);
        while (!path.Contains(at))
        {
            path.Add(at);
            at = before[at];
        }
        path.RemoveRange(0, path.IndexOf(at));
        path.Reverse();
        return path;
    }
}
