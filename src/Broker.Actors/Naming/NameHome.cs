using Broker.Actors.Cluster;
using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Naming;

/// <summary>
/// Decides which node's client has a name of one bucket. It asks the nodes what they hold, when it starts and
/// every minute. Before it refuses a name it asks the node that has it: so a name is free as soon as its
/// connection is closed, whatever was lost since.
/// </summary>
/// <param name="self">The actor that owns this.</param>
/// <param name="members">The connection registries of all nodes.</param>
/// <param name="lease">Of this node.</param>
internal sealed class NameHome(
    IActorRef self, int bucket, Members members, IHomeLease lease, TimeProvider time)
{
    /// <summary>Claims that wait. Each node sends its claims again: what is more waits there.</summary>
    public const int WaitingMax = 10_000;

    private static readonly TimeSpan RollPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskInterval = TimeSpan.FromMinutes(1);

    private readonly MemberRoll _roll = new(members, time, RollPatience);
    private readonly NameBucket _names = new();
    private readonly Dictionary<(string Name, IActorRef Node), Claim> _waiting = [];
    private readonly Dictionary<string, NameCheck> _checks = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, List<NamesHeld>> _pages = [];
    private long _askedAt = time.GetTimestamp();

    public void Take(Claim m)
    {
        ForgetLost();
        if (CanDecide(m)) Decide(m);
        else if (_waiting.Count < WaitingMax || _waiting.ContainsKey((m.Name, m.Node)))
            _waiting[(m.Name, m.Node)] = m;
    }

    // A node that has not said what it holds says it without these.
    public void Take(Release m)
    {
        if (!_roll.HasAnswered(m.Node)) return;

        foreach (var name in m.Names) _names.Release(name, m.Node, m.Number);
    }

    public void Take(NamesHeld m)
    {
        var pages = m.Page == 0 ? _pages[m.Node] = [] : _pages.GetValueOrDefault(m.Node, []);
        if (pages.Count != m.Page || pages.Any(page => page.Number != m.Number)) return;

        pages.Add(m);
        if (!m.IsLast) return;

        _pages.Remove(m.Node);
        if (!_roll.Answered(m.Node)) return;

        var lost = _names.Report(m.Node, m.Number, [.. pages.SelectMany(page => page.Names)]);
        // Without a lease the others' word counts, and it asks again in a minute.
        if (!lease.MayAccept) return;

        foreach (var names in lost.Chunk(ClientNames.PageMax))
            m.Node.Tell(new NamesLost(names), ActorRefs.NoSender);
        DecideWaiting();
    }

    public void Take(NameChecked m)
    {
        if (!m.IsHeld) _names.Release(m.Name, m.Node, m.Number);
        if (!_checks.Remove(m.Name, out var check)) return;

        if (m.IsHeld) check.RefuseAll(ClaimRefusal.Taken);
        else Decide(check.Claims);
    }

    // Without a lease another node may be the home by now.
    private bool CanDecide(Claim m) => lease.MayAccept && _roll.IsOver && _roll.HasAnswered(m.Node);

    private void Decide(IEnumerable<Claim> claims)
    {
        foreach (var claim in claims) Take(claim);
    }

    private void Decide(Claim m)
    {
        var holders = _names.Claim(m);
        if (holders.Count == 0)
            m.Node.Tell(new Claimed(m.Name, m.Number), ActorRefs.NoSender);
        else if (_checks.TryGetValue(m.Name, out var check)) check.Add(m);
        else Check(m, holders);
    }

    private void Check(Claim m, IReadOnlyList<IActorRef> holders)
    {
        var check = _checks[m.Name] = new NameCheck(time.GetTimestamp());
        check.Add(m);
        foreach (var holder in holders) holder.Tell(new CheckName(self, m.Name), ActorRefs.NoSender);
    }

    private void DecideWaiting()
    {
        if (_waiting.Count == 0 || !_roll.IsOver) return;

        // A node that is not met yet asks again.
        Claim[] waiting = [.. _waiting.Values.Where(claim => members.All.Contains(claim.Node))];
        _waiting.Clear();
        Decide(waiting);
    }

    /// <summary>Every 250 ms, and at its start.</summary>
    public void Tick()
    {
        ForgetLost();
        Ask(_roll.Silent);
        DecideWaiting();
        foreach (var (name, check) in _checks)
        {
            if (time.GetElapsedTime(check.BeganAt) < CheckPatience) continue;
            check.RefuseAll(ClaimRefusal.Uncertain);
            _checks.Remove(name);
        }
        if (time.GetElapsedTime(_askedAt) < AskInterval) return;

        _askedAt = time.GetTimestamp();
        Ask(members.All);
    }

    private void Ask(IEnumerable<IActorRef> members)
    {
        foreach (var member in members) member.Tell(new ListNames(self, bucket), ActorRefs.NoSender);
    }

    private void ForgetLost()
    {
        var lost = _roll.TakeLost();
        if (lost.Count == 0) return;

        foreach (var node in lost)
        {
            _names.Lose(node);
            _pages.Remove(node);
        }
        // What waited for the word of one that is gone is decided anew.
        NameCheck[] checks = [.. _checks.Values];
        _checks.Clear();
        Decide(checks.SelectMany(check => check.Claims));
    }
}
