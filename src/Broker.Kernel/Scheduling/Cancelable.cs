namespace Broker.Kernel;

/// <summary>
/// The usual <see cref="ICancelable"/>. Cheap until somebody asks for its token, and it takes what it cancels
/// out of the scheduler's queue at once.
/// </summary>
public sealed class Cancelable : ICancelable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly IActionScheduler _scheduler;
    private CancellationTokenSource? _source;
    private List<TimerEntry>? _more;
    private TimerEntry? _entry;
    private bool _isDisposed;

    public Cancelable(IScheduler scheduler)
        : this((scheduler ?? throw new ArgumentNullException(nameof(scheduler))).Advanced)
    {
    }

    public Cancelable(IActionScheduler scheduler) => _scheduler = scheduler;

    public Cancelable(IScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    public Cancelable(IScheduler scheduler, int millisecondsDelay)
        : this(scheduler) => CancelAfter(millisecondsDelay);

    public bool IsCancellationRequested { get; private set; }

    public CancellationToken Token
    {
        get
        {
            lock (_gate)
            {
                if (_source is null)
                {
                    _source = new CancellationTokenSource();
                    if (IsCancellationRequested) _source.Cancel();
                }
                return _source.Token;
            }
        }
    }

    public static ICancelable CreateCanceled(IScheduler scheduler)
    {
        var cancelable = new Cancelable(scheduler);
        cancelable.Cancel();
        return cancelable;
    }

    public void Cancel() => Cancel(throwOnFirstException: false);

    public void Cancel(bool throwOnFirstException)
    {
        CancellationTokenSource? source;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (IsCancellationRequested) return;
            IsCancellationRequested = true;
            source = _source;
            _entry?.Cancel();
            _more?.ForEach(entry => entry.Cancel());
            (_entry, _more) = (null, null);
        }
        source?.Cancel(throwOnFirstException);
    }

    public void CancelAfter(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        _scheduler.ScheduleOnce(delay, Cancel, this);
    }

    public void CancelAfter(int millisecondsDelay) =>
        CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    public void Dispose()
    {
        lock (_gate) _isDisposed = true;
        _source?.Dispose();
    }

    /// <summary>False when it is cancelled already; then the entry must not be queued.</summary>
    internal bool Attach(TimerEntry entry)
    {
        lock (_gate)
        {
            if (IsCancellationRequested) return false;
            if (_entry is null) _entry = entry;
            else (_more ??= []).Add(entry);
            return true;
        }
    }
}
