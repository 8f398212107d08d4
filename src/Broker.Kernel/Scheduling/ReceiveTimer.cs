namespace Broker.Kernel;

/// <summary>The receive timeout of one actor: called off before each message, set again after it.</summary>
internal sealed class ReceiveTimer(ActorCell cell)
{
    private ICancelable? _pending;

    public TimeSpan? Timeout { get; set; }

    public void Before(object message)
    {
        if (Counts(message)) Disarm();
    }

    /// <summary>A null message stands for the actor's start.</summary>
    public void After(object? message)
    {
        if (Timeout is not { } timeout)
        {
            Disarm();
        }
        else if (Counts(message) || _pending is null)
        {
            Disarm();
            _pending = cell.System.Scheduler.ScheduleTellOnceCancelable(
                timeout, cell, ReceiveTimeout.Instance, cell);
        }
    }

    public void Stop()
    {
        Timeout = null;
        Disarm();
    }

    private static bool Counts(object? message) => message switch
    {
        INotInfluenceReceiveTimeout => false,
        TimerTick { Message: INotInfluenceReceiveTimeout } => false,
        _ => true,
    };

    private void Disarm()
    {
        _pending?.Cancel();
        _pending = null;
    }
}
