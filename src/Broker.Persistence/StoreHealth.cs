using Microsoft.Extensions.Logging;

namespace Broker.Persistence;

/// <summary>
/// Whether the store takes writes. While it does not, it is tried again at intervals, so that a process that
/// gets no work because of it notices the end. Logs when it changes, not each failed write. Safe from any
/// thread.
/// </summary>
/// <param name="probe">Writes something without a meaning; throws while the store does not take it.</param>
public sealed class StoreHealth(Func<Task> probe, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopped = new();
    private Task _probing = Task.CompletedTask;
    private int _isFailing;
    private long _fences;

    public bool IsWriting => Volatile.Read(ref _isFailing) == 0;

    /// <summary>Writes that were refused because the row was taken or the node had no lease.</summary>
    public long Fences => Volatile.Read(ref _fences);

    /// <summary>Told how long each write took that was stored.</summary>
    public Action<TimeSpan> Written { get; set; } = _ => { };

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _probing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopped.Dispose();
    }

    /// <summary>A moment, for <see cref="Stored"/>.</summary>
    internal long Now() => time.GetTimestamp();

    internal void Stored(long begunAt)
    {
        Succeeded();
        Written(time.GetElapsedTime(begunAt));
    }

    internal void Fenced() => Interlocked.Increment(ref _fences);

    internal void Succeeded()
    {
        if (!IsWriting && Interlocked.Exchange(ref _isFailing, 0) == 1) Log.StoreBack(logger);
    }

    internal void Failed(Exception cause)
    {
        if (Interlocked.Exchange(ref _isFailing, 1) == 1) return;

        Log.StoreFailing(logger, cause.Message);
        _probing = ProbeAsync();
    }

    private async Task ProbeAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (!IsWriting && await timer.WaitForNextTickAsync(_stopped.Token))
        {
            try
            {
                await probe();
                Succeeded();
            }
            catch (IOException)
            {
                // The next turn tries again.
            }
        }
    }
}
