using static Broker.Actors.Limits.RateProtocol;

namespace Broker.Actors.Limits;

/// <summary>
/// Counts what one key takes from one rule on this node. In one process it decides. In a cluster it spends an
/// allowance, which the bucket of the key has granted to this node, and asks for the next one before it is
/// spent. So it seldom waits, and never for each one. Safe from any thread.
/// </summary>
public sealed class RateCounter
{
    private readonly Rates _rates;
    private readonly Lock _gate = new();
    // What is gone as far as this node knows. Without an answer from the bucket it counts by that alone.
    private readonly RateBucket _known;
    private readonly Queue<Waiting> _waiting = new();
    private int _allowance;
    private TimeSpan _allowedUntil;
    private TimeSpan _refusedUntil;
    private TimeSpan _askedAt;
    private TimeSpan _usedAt;
    private bool _isAsking;
    private bool _isAlone;
    private bool _isForgotten;

    internal RateCounter(Rates rates, RateRule rule, string key)
    {
        (_rates, Rule, Key) = (rates, rule, key);
        _known = new RateBucket(rule);
        _usedAt = rates.Now;
    }

    internal RateRule Rule { get; }

    internal string Key { get; }

    /// <summary>Takes so many, or as many as the rule has at most.</summary>
    /// <returns>Null when they are taken, else how long to wait before the next try.</returns>
    public ValueTask<TimeSpan?> TakeAsync(int count = 1)
    {
        count = Math.Min(count, Rule.Max);
        lock (_gate)
            if (!_isForgotten) return TakeHereAsync(count);
        return _rates.InsteadOf(this).TakeAsync(count);
    }

    /// <summary>Takes one if that needs no waiting.</summary>
    public bool TryTakeNow()
    {
        lock (_gate)
            if (!_isForgotten) return TryTake(1, out _);
        return _rates.InsteadOf(this).TryTakeNow();
    }

    /// <summary>Gives back one that was taken on this node: it does not count.</summary>
    public void Return()
    {
        lock (_gate)
        {
            if (_rates.Keeper is null || _isAlone) _known.Return(1);
            else _allowance++;
        }
    }

    /// <summary>What to ask the bucket for.</summary>
    internal Take NextAsk(IActorRef node)
    {
        lock (_gate)
        {
            var needs = _waiting.Sum(waiting => waiting.Count);
            return new Take(
                Rule, Key,
                Need: _waiting.TryPeek(out var first) ? first.Count : Math.Min(1, Rule.Share),
                Want: Math.Max(needs, Rule.Share),
                Lack: _known.LackAt(_rates.Now),
                node);
        }
    }

    /// <summary>The bucket has answered.</summary>
    /// <returns>True when it is to be asked again.</returns>
    internal bool Take(int count, TimeSpan lack)
    {
        var now = _rates.Now;
        lock (_gate)
        {
            _isAlone = false;
            _known.Lose(lack, now);
            _allowance = (_allowedUntil > now ? _allowance : 0) + count;
            _allowedUntil = now + Rule.Window;
            if (count == 0) Refuse(now);
            while (_waiting.TryPeek(out var first) && _allowance >= first.Count)
            {
                _allowance -= first.Count;
                _waiting.Dequeue().Answer.SetResult(null);
            }
            _askedAt = now;
            return _isAsking = _waiting.Count > 0;
        }
    }

    /// <summary>The bucket has not answered yet.</summary>
    /// <returns>True when it is to be asked again.</returns>
    internal bool Tick()
    {
        var now = _rates.Now;
        lock (_gate)
        {
            if (now - _askedAt < _rates.AskPatience && !_isAlone) return true;

            _isAlone = true;
            while (_waiting.TryDequeue(out var waiting))
                waiting.Answer.SetResult(_known.TryTake(waiting.Count, now));
            return _isAsking = now - _usedAt < Rule.Window;
        }
    }

    /// <returns>Null where nothing is known to be gone.</returns>
    internal KnownRate? Describe()
    {
        lock (_gate)
        {
            var lack = _known.LackAt(_rates.Now);
            return lack > TimeSpan.Zero ? new KnownRate(Rule, Key, lack) : null;
        }
    }

    /// <returns>True where it knows nothing that a new counter does not: it is not used again.</returns>
    internal bool Forget()
    {
        var now = _rates.Now;
        lock (_gate)
            return _isForgotten = now - _usedAt > Rule.Window && _known.LackAt(now) == TimeSpan.Zero
                && !_isAsking;
    }

    private ValueTask<TimeSpan?> TakeHereAsync(int count)
    {
        if (TryTake(count, out var wait)) return new((TimeSpan?)null);
        if (wait > TimeSpan.Zero) return new(wait);

        var waiting = new Waiting(count);
        _waiting.Enqueue(waiting);
        Ask();
        return new(waiting.Answer.Task);
    }

    /// <param name="wait">When it fails; zero where the bucket is to be asked.</param>
    private bool TryTake(int count, out TimeSpan wait)
    {
        var now = _usedAt = _rates.Now;
        wait = TimeSpan.Zero;
        if (_rates.Keeper is null || _isAlone)
        {
            wait = _known.TryTake(count, now) ?? TimeSpan.Zero;
            return wait == TimeSpan.Zero;
        }
        if (_allowedUntil <= now) _allowance = 0;
        if (_waiting.Count > 0 || _allowance < count)
        {
            if (_refusedUntil > now) wait = _refusedUntil - now;
            return false;
        }
        _allowance -= count;
        if (_allowance < Rule.Share / 2 && _refusedUntil <= now) Ask();
        return true;
    }

    // Not before a whole share is there again, so that a client over its limit costs few messages.
    private void Refuse(TimeSpan now)
    {
        var need = Math.Max(Rule.Share, _waiting.TryPeek(out var first) ? first.Count : 0);
        if (need == 0) return;

        var wait = _known.WaitFor(need, now);
        _refusedUntil = now + wait;
        while (_waiting.TryDequeue(out var waiting)) waiting.Answer.SetResult(wait);
    }

    private void Ask()
    {
        if (_isAsking) return;

        _isAsking = true;
        _askedAt = _rates.Now;
        _rates.Keeper!.Tell(new Ask(this), ActorRefs.NoSender);
    }

    private sealed class Waiting(int count)
    {
        public int Count { get; } = count;

        public TaskCompletionSource<TimeSpan?> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
