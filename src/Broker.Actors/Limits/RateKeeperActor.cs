using static Broker.Actors.Limits.RateProtocol;

namespace Broker.Actors.Limits;

/// <summary>
/// Asks the buckets for what the counters of this node need, again and again until they answer, and tells a
/// bucket that starts what this node knows. It lives as long as the process.
/// </summary>
public sealed class RateKeeperActor : UntypedActor, IWithTimers
{
    /// <summary>With the longest keys a message of about 64 KiB.</summary>
    public const int PageMax = 120;

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<RateCounter> _asking = [];
    private readonly Rates _rates;
    private readonly SharedRates _shared;

    public RateKeeperActor(Rates rates, SharedRates shared)
    {
        (_rates, _shared) = (rates, shared);
        _shared.Members.Add(Self);
    }

    private enum Due { Tick }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(Rates rates, SharedRates shared) =>
        Props.Create(() => new RateKeeperActor(rates, shared));

    protected override void PreStart() => _rates.Keeper = Self;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Ask m: Begin(m.Counter); break;
            case Granted m: Take(m); break;
            case ListRates m: Describe(m); break;
            case Due.Tick: Tick(); break;
            case var _ when _shared.Members.TryTake(message): break;
            default: Unhandled(message); break;
        }
    }

    private void Begin(RateCounter counter)
    {
        _asking.Add(counter);
        Send(counter);
        if (!Timers.IsTimerActive(Due.Tick))
            Timers.StartPeriodicTimer(Due.Tick, Due.Tick, TickInterval);
    }

    private void Take(Granted m)
    {
        if (_rates.Find(m.Rule, m.Key) is not { } counter) return;

        if (counter.Take(m.Count, m.Lack)) Send(counter);
        else _asking.Remove(counter);
    }

    private void Tick()
    {
        foreach (var counter in _asking.ToList())
        {
            if (counter.Tick()) Send(counter);
            else _asking.Remove(counter);
        }
        if (_asking.Count == 0) Timers.Cancel(Due.Tick);
    }

    private void Describe(ListRates m)
    {
        KnownRate[][] pages =
        [
            .. _rates.All
                .Where(counter => BucketOf(counter.Rule.Name, counter.Key) == m.Bucket)
                .Select(counter => counter.Describe())
                .OfType<KnownRate>()
                .Chunk(PageMax),
        ];
        if (pages.Length == 0) pages = [[]];
        for (var page = 0; page < pages.Length; page++)
            m.Home.Tell(
                new RatesKnown(Self, IsLast: page == pages.Length - 1, pages[page]), ActorRefs.NoSender);
    }

    private void Send(RateCounter counter) =>
        _shared.Buckets.Tell(counter.NextAsk(Self), ActorRefs.NoSender);
}
