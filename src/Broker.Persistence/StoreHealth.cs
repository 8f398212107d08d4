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
    private string? _problem;
    private long _triedAt;
    private int _isLooking;
    private long _fences;

    public bool IsWriting => Problem is null;

    /// <summary>Why it takes no writes; null while it does.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Writes that were refused because the row was taken or the node had no lease.</summary>
    public long Fences => Volatile.Read(ref _fences);

    /// <summary>Told how long each write took that was stored.</summary>
    public Action<TimeSpan> Written { get; set; } = _ => { };

    /// <summary>
    /// Tries the store, unless it has taken a write within this time. A process that gets no work does not
    /// know that its disk is full.
    /// </summary>
    public async Task LookAsync(TimeSpan unlessWithin)
    {
        var isRecent = Volatile.Read(ref _triedAt) is > 0 and var triedAt
            && time.GetElapsedTime(triedAt) < unlessWithin;
        if (!IsWriting || isRecent || Interlocked.Exchange(ref _isLooking, 1) == 1) return;

        try
        {
            await probe();
            Volatile.Write(ref _triedAt, Now());
        }
        catch (IOException e)
        {
            Failed(e);
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

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
        Volatile.Write(ref _triedAt, Now());
        Written(time.GetElapsedTime(begunAt));
    }

    internal void Fenced() => Interlocked.Increment(ref _fences);

    internal void Succeeded()
    {
        if (!IsWriting && Interlocked.Exchange(ref _problem, null) is not null) Log.StoreBack(logger);
    }

    internal void Failed(Exception cause)
    {
        if (Interlocked.Exchange(ref _problem, cause.Message) is not null) return;

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
