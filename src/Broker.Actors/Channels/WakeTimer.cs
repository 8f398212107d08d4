namespace Broker.Actors.Channels;

/// <summary>
/// The one timer of a home: it tells it <see cref="Wake"/> at the earliest moment that was asked for. A
/// channel for which nothing waits has none.
/// </summary>
internal sealed class WakeTimer(IActorRef self, IScheduler scheduler, TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private DateTimeOffset _at = DateTimeOffset.MaxValue;
    private ICancelable? _timer;

    /// <summary>Wakes at a moment, or earlier.</summary>
    public void At(DateTimeOffset moment)
    {
        if (moment >= _at) return;

        _timer?.Cancel();
        _at = moment;
        var delay = moment - time.GetUtcNow();
        _timer = scheduler.ScheduleTellOnceCancelable(
            delay > Shortest ? delay : Shortest, self, Wake.Instance, ActorRefs.NoSender);
    }

    /// <summary>It has told, or is not wanted any more.</summary>
    public void Stop()
    {
        _timer?.Cancel();
        (_timer, _at) = (null, DateTimeOffset.MaxValue);
    }

    internal sealed record Wake : INoSerializationVerificationNeeded
    {
        public static readonly Wake Instance = new();
    }
}
