namespace Broker.Kernel;

/// <summary>
/// Timers of one incarnation of one actor, by key. After a timer was cancelled, replaced, or the actor
/// restarted, a tick of it never arrives, even if it waited in the mailbox.
/// </summary>
public interface ITimerScheduler
{
    IReadOnlyCollection<object> ActiveTimers { get; }

    void StartPeriodicTimer(object key, object msg, TimeSpan interval);
    void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef? sender);
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);
    void StartPeriodicTimer(
        object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef? sender);
    void StartSingleTimer(object key, object msg, TimeSpan timeout);
    void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef? sender);

    /// <summary>
    /// True until a single timer's message arrives; for a periodic one until it is cancelled.
    /// </summary>
    bool IsTimerActive(object key);

    void Cancel(object key);
    void CancelAll();
}
