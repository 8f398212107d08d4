using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Journal;

/// <summary>
/// Hands on what comes into a journal that nodes share, by this node too, in its order, from the actor's
/// start on. While this process is full it stops reading and goes on later where it was: nothing is missed.
/// It lives as long as the process.
/// </summary>
/// <param name="streamPrefix">What the names of its streams begin with.</param>
/// <param name="take">Called for each event, off any actor's thread, one after the other.</param>
/// <param name="isFull">Whether to take no more for a while.</param>
public sealed class JournalFeedActor(
    IJournal journal, string streamPrefix, Action<Recorded> take, Func<bool> isFull)
    : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseInterval = TimeSpan.FromMilliseconds(20);

    private Action _stop = () => { };
    private long? _position;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(
        IJournal journal, string streamPrefix, Action<Recorded> take, Func<bool> isFull) =>
        Props.Create(() => new JournalFeedActor(journal, streamPrefix, take, isFull));

    protected override void PreStart() => Follow();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Taken m: _position = m.Position; break;
            case Paused: Wait(PauseInterval); break;
            case Ended m: Report(m); break;
            case Retry: Follow(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop() => _stop();

    private void Follow()
    {
        var (from, self, stopping) = (_position, Self, new CancellationTokenSource());
        _stop = stopping.Cancel;
        Task.Run(() => RunAsync(from, self, stopping.Token), stopping.Token)
            .PipeTo(Self, success: () => Paused.Instance, failure: cause => new Ended(cause));
    }

    private async Task RunAsync(long? from, IActorRef self, CancellationToken stopping)
    {
        var position = from ?? await journal.HeadAsync()
            ?? throw new IOException("the journal cannot be read");
        self.Tell(new Taken(position));
        await foreach (var one in journal.FollowAsync(position, streamPrefix, stopping))
        {
            if (one is Recorded recorded) take(recorded);
            self.Tell(new Taken(one.Position));
            if (isFull()) return;
        }
    }

    private void Report(Ended ended)
    {
        Context.GetLogger().Warning(
            "The feed of {0} broke off; it goes on: {1}", streamPrefix, ended.Cause.Message);
        Wait(RetryInterval);
    }

    private void Wait(TimeSpan interval) =>
        Timers.StartSingleTimer(Retry.Instance, Retry.Instance, interval);

    private sealed record Taken(long Position) : IDeadLetterSuppression;

    private sealed record Ended(Exception Cause);

    private sealed record Paused
    {
        public static readonly Paused Instance = new();
    }

    private sealed record Retry
    {
        public static readonly Retry Instance = new();
    }
}
