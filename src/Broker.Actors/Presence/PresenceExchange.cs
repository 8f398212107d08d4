using static Broker.Actors.Presence.PresenceProtocol;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Actors.Presence;

/// <summary>
/// One exchange with the store, under way: what it asks, who waits for it, and what becomes of both.
/// </summary>
internal sealed class PresenceExchange
{
    private readonly List<(PresenceKey Key, int Count, List<PresenceWait>? Waits)> _reports = [];
    private readonly List<(PresenceKey Key, PresenceWait? Wait)> _claims = [];
    private readonly List<PresenceWait> _lists = [];
    private readonly List<(PresenceKey Key, PresenceWait Wait)> _finds = [];
    private readonly List<PresenceWait> _tokens = [];
    private readonly List<Area> _areas = [];

    public void Add(PresenceKey key, int count, List<PresenceWait>? waits) =>
        _reports.Add((key, count, waits));

    public void Add(PresenceKey key, PresenceWait? wait) => _claims.Add((key, wait));

    public void Add(PresenceWait wait)
    {
        switch (wait.Question)
        {
            case ListKeys m:
                _lists.Add(wait);
                if (!_areas.Contains(m.Area)) _areas.Add(m.Area);
                break;
            case FindKeys { Names.Count: 0 } m: wait.Answer = new Keys(m.Area, []); break;
            case FindKeys m: foreach (var name in m.Names) _finds.Add((new(m.Area, name), wait)); break;
            default: _tokens.Add(wait); break;
        }
    }

    public PresenceBatch ToBatch() => new(
        [.. _reports.Select(report => new Report(report.Key.Area, report.Key.Key, report.Count))],
        [.. _claims.Select(claim => new Claim(claim.Key.Area, claim.Key.Key))],
        _areas,
        [.. _finds.Select(find => find.Key)],
        [.. _tokens.Select(token => (UseToken)token.Question)]);

    /// <summary>It was done: everybody in it has an answer.</summary>
    public void Settle(PresenceOutcome outcome, PresenceLedger ledger, PresenceWork work, long now)
    {
        foreach (var ((key, _, waits), elsewhere) in _reports.Zip(outcome.Elsewhere))
        {
            ledger.Hear(key, elsewhere, now);
            foreach (var wait in waits ?? []) wait.Answer = new Reported(key.Area, key.Key, elsewhere);
        }
        foreach (var ((key, wait), isOurs) in _claims.Zip(outcome.Claimed))
            SettleClaim(key, wait, isOurs, ledger, work);

        var lists = _areas.Zip(outcome.Listed).ToDictionary(list => list.First, list => Sorted(list.Second));
        foreach (var wait in _lists)
        {
            var area = ((ListKeys)wait.Question).Area;
            wait.Answer = new Keys(area, lists[area]);
        }
        var found = _finds.Zip(outcome.Found);
        foreach (var finds in found.GroupBy(find => find.First.Wait))
        {
            var names = finds.Where(find => find.Second).Select(find => find.First.Key.Key);
            finds.Key.Answer = new Keys(((FindKeys)finds.Key.Question).Area, Sorted(names.Distinct()));
        }
        foreach (var (wait, isFirst) in _tokens.Zip(outcome.FirstUses))
            wait.Answer = isFirst ? TokenUsed.Instance : new TokenRefused(TokenRefusal.AlreadyUsed);
    }

    /// <summary>It waits for the next one, as it stands.</summary>
    /// <param name="isDoubtful">Whether some or all of it may have been done.</param>
    public void PutBack(bool isDoubtful, PresenceLedger ledger, PresenceWork work)
    {
        foreach (var (key, count, waits) in _reports) work.PutBack(key, count, waits);
        foreach (var (key, wait) in _claims)
        {
            if (wait is { IsOver: false } || (wait is null && ledger.Has(key))) work.Claim(key, wait);
            // Nobody waits for it any more, and it may be ours.
            else if (wait is not null && isDoubtful && !ledger.Has(key)) work.PutBack(key, 0, null);
        }
        foreach (var wait in _lists.Concat(_finds.Select(find => find.Wait).Distinct())) work.Ask(wait);
        // A token that may be used already would look as if somebody else had done so.
        foreach (var wait in _tokens)
            if (!isDoubtful) work.Ask(wait);
            else wait.Answer = new TokenRefused(TokenRefusal.Unavailable);
    }

    private static void SettleClaim(
        PresenceKey key, PresenceWait? wait, bool isOurs, PresenceLedger ledger, PresenceWork work)
    {
        if (wait is { IsOver: true })
        {
            if (isOurs && !ledger.Has(key)) work.PutBack(key, 0, null);
        }
        else if (wait is not null)
        {
            if (isOurs) ledger.Claim(key);
            wait.Answer = isOurs ? new Claimed(key.Area, key.Key) : new Taken(key.Area, key.Key);
        }
        else if (!isOurs) ledger.Forget(key);
    }

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
