using Broker.Actors.Cluster;
using static Broker.Actors.Limits.RateProtocol;

namespace Broker.Actors.Limits;

/// <summary>
/// Grants the nodes what the keys of one bucket may take. It knows nothing when it starts, and asks the
/// nodes. Each node knows what was gone when it last took; the most that one of them knows is right, since
/// that one took last.
/// </summary>
/// <param name="self">The actor that owns this.</param>
/// <param name="members">The rate keepers of all nodes.</param>
/// <param name="lease">Of this node.</param>
internal sealed class RateHome(
    IActorRef self, int bucket, Members members, IHomeLease lease, TimeProvider time)
{
    private static readonly TimeSpan RollPatience = TimeSpan.FromSeconds(2);

    private readonly MemberRoll _roll = new(members, time, RollPatience);
    private readonly Dictionary<(string Rule, string Key), RateBucket> _byKey = [];

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>Keys of which something is gone.</summary>
    public int Keys => _byKey.Count;

    // A node asks again, so what comes too early need not be kept.
    public void Take(Take m)
    {
        if (!lease.MayAccept || !_roll.IsOver || m.Rule.Max < 1 || m.Rule.Window <= TimeSpan.Zero) return;

        var (taken, now) = (BucketOf(m.Rule, m.Key), Now);
        taken.Lose(m.Lack, now);
        var count = taken.LeftAt(now) is var left && left >= m.Need ? Math.Min(left, m.Want) : 0;
        if (count > 0) taken.TryTake(count, now);
        m.Node.Tell(new Granted(m.Rule.Name, m.Key, count, taken.LackAt(now)), ActorRefs.NoSender);
    }

    public void Take(RatesKnown m)
    {
        foreach (var rate in m.Rates)
            if (rate.Rule is { Max: > 0, Window.Ticks: > 0 })
                BucketOf(rate.Rule, rate.Key).Lose(rate.Lack, Now);
        if (m.IsLast) _roll.Answered(m.Node);
    }

    /// <summary>Every 250 ms, and at its start.</summary>
    public void Tick()
    {
        _roll.TakeLost();
        foreach (var member in _roll.Silent)
            member.Tell(new ListRates(self, bucket), ActorRefs.NoSender);
        var now = Now;
        foreach (var (key, taken) in _byKey)
            if (taken.LackAt(now) == TimeSpan.Zero) _byKey.Remove(key);
    }

    private RateBucket BucketOf(RateRule rule, string key)
    {
        if (!_byKey.TryGetValue((rule.Name, key), out var bucket))
            _byKey.Add((rule.Name, key), bucket = new RateBucket(rule));
        return bucket;
    }
}
