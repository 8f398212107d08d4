using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Actors.Users;

/// <summary>
/// Remembers which tokens were used, each until it expires, so that one which leaked into a log or a history
/// opens no second socket. Bounded; full, it refuses instead of forgetting. It lives as long as the process,
/// and has a timer only while it remembers something.
/// </summary>
/// <param name="tokensMax">So many are remembered here.</param>
/// <param name="time">For their expiry.</param>
public sealed class TokenUseActor(int tokensMax, TimeProvider time)
    : UntypedActor, IWithTimers
{
    // No timer waits longer than 49 days; a token may.
    private static readonly TimeSpan WaitLongest = TimeSpan.FromDays(1);
    private static readonly TimeSpan WaitShortest = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();
    private bool _waits;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(int tokensMax, TimeProvider time) =>
        Props.Create(() => new TokenUseActor(tokensMax, time));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case UseToken m: Sender.Tell(Use(m)); break;
            case Expire: _waits = false; Forget(); Await(); break;
            default: Unhandled(message); break;
        }
    }

    private object Use(UseToken token)
    {
        if (_used.Contains(token.Id)) return new TokenRefused(TokenRefusal.AlreadyUsed);
        if (_used.Count >= tokensMax) Forget();
        if (_used.Count >= tokensMax) return new TokenRefused(TokenRefusal.TooMany);

        _used.Add(token.Id);
        _byExpiry.Enqueue(token.Id, token.ExpiresAt);
        Await();
        return TokenUsed.Instance;
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        while (_byExpiry.TryPeek(out _, out var expiresAt) && expiresAt <= now)
            _used.Remove(_byExpiry.Dequeue());
    }

    // A token that expires earlier than the timer is awaited waits for it: it is only memory.
    private void Await()
    {
        if (_waits || !_byExpiry.TryPeek(out _, out var expiresAt)) return;

        _waits = true;
        var wait = expiresAt - time.GetUtcNow();
        wait = wait < WaitShortest ? WaitShortest : wait > WaitLongest ? WaitLongest : wait;
        Timers.StartSingleTimer(Expire.Instance, Expire.Instance, wait);
    }
}
