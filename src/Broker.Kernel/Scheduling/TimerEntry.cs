namespace Broker.Kernel;

/// <summary>Something to happen at a time, once or again and again.</summary>
internal abstract class TimerEntry
{
    private TimerQueue? _queue;

    /// <summary>In the clock's own units.</summary>
    public long Due { get; set; }

    /// <summary>Breaks ties: what was added first is fired first.</summary>
    public long Sequence { get; set; }

    /// <summary>Zero for once.</summary>
    public TimeSpan Interval { get; init; }

    public bool IsCancelled { get; private set; }

    public abstract void Fire();

    public void Cancel()
    {
        IsCancelled = true;
        _queue?.NoteCancelled(this);
    }

    /// <summary>Set while the entry is in that queue.</summary>
    internal void BelongTo(TimerQueue? queue) => _queue = queue;

    internal bool BelongsTo(TimerQueue queue) => ReferenceEquals(_queue, queue);
}
