using System.Collections.Concurrent;

namespace Broker.Actors.Limits;

/// <summary>
/// The counters of one node, by rule and key. In a cluster they share what each key may take with the other
/// nodes (<see cref="SharedRates"/>). What is full again is forgotten. Safe from any thread.
/// </summary>
public sealed class Rates : IDisposable
{
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Rule, string Key), RateCounter> _counters = new();
    private readonly TimeProvider _time;
    private int _keysMax;
    private readonly ITimer _timer;
    private int _keys;
    private IActorRef? _keeper;

    /// <param name="keysMax">Keys of all rules that are counted apart; the others count as one.</param>
    public Rates(TimeProvider time, int keysMax)
    {
        (_time, _keysMax) = (time, keysMax);
        _timer = time.CreateTimer(_ => Forget(), state: null, ForgetInterval, ForgetInterval);
    }

    /// <summary>How long a counter waits for its bucket; then it counts for this node alone.</summary>
    public TimeSpan AskPatience { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Keys of all rules that are counted apart; it may change.</summary>
    public int KeysMax
    {
        get => Volatile.Read(ref _keysMax);
        set => Volatile.Write(ref _keysMax, value);
    }

    /// <summary>Keys that are remembered.</summary>
    public int Keys => Volatile.Read(ref _keys);

    /// <summary>Asks the buckets; null in one process.</summary>
    internal IActorRef? Keeper
    {
        get => Volatile.Read(ref _keeper);
        set => Volatile.Write(ref _keeper, value);
    }

    /// <summary>Time on a clock that never goes back.</summary>
    internal TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>The counter of a key. Whoever uses it more than once may keep it.</summary>
    public RateCounter Of(RateRule rule, string key)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (_counters.TryGetValue((rule.Name, key), out var known)) return known;
        if (Keys >= KeysMax) key = "";

        var counter = new RateCounter(this, rule, key);
        var held = _counters.GetOrAdd((rule.Name, key), counter);
        if (ReferenceEquals(held, counter)) Interlocked.Increment(ref _keys);
        return held;
    }

    public void Dispose() => _timer.Dispose();

    internal IEnumerable<RateCounter> All => _counters.Values;

    internal RateCounter? Find(string rule, string key) => _counters.GetValueOrDefault((rule, key));

    /// <summary>The counter that is used after one that is forgotten.</summary>
    internal RateCounter InsteadOf(RateCounter forgotten)
    {
        Remove(forgotten);
        return Of(forgotten.Rule, forgotten.Key);
    }

    private void Forget()
    {
        foreach (var counter in _counters.Values)
            if (counter.Forget()) Remove(counter);
    }

    private void Remove(RateCounter counter)
    {
        if (_counters.TryRemove(new((counter.Rule.Name, counter.Key), counter)))
            Interlocked.Decrement(ref _keys);
    }
}
