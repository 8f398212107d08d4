using System.IO.Pipelines;

namespace Broker.Tcp;

/// <summary>
/// Wakes a pending read when a client has been silent for so long. It is the timer of a body without a
/// length: a connection that has none owns none.
/// </summary>
internal sealed class QuietGap(PipeReader input, TimeSpan length, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private ITimer? _timer;
    private long? _since;

    /// <summary>
    /// True when the silence has lasted. A read may also be woken without that: by a timer that was late for
    /// an earlier silence.
    /// </summary>
    public bool IsOver => _since is { } since && time.GetElapsedTime(since) >= length;

    /// <summary>A read begins to wait: the silence begins, or goes on.</summary>
    public void Begin()
    {
        _since ??= time.GetTimestamp();
        _timer ??= time.CreateTimer(
            static input => ((PipeReader)input!).CancelPendingRead(),
            input,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        var left = length - time.GetElapsedTime(_since.Value);
        _timer.Change(left > Shortest ? left : Shortest, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The client has said something, or the silence has done its work.</summary>
    public void End()
    {
        if (_since is null) return;

        _since = null;
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer?.Dispose();
}
