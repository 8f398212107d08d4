namespace Broker.Kernel;

/// <summary>Counts one child's restarts against its supervisor's limit.</summary>
internal sealed class RestartWindow
{
    private int _restarts;
    private long _start;

    /// <summary>Counts one more restart; false when it is one too many.</summary>
    public bool Permits(int retriesMax, int windowMilliseconds, TimeProvider time)
    {
        if (retriesMax == 0) return false;
        if (windowMilliseconds > 0) return PermitsInWindow(Math.Max(retriesMax, 1), windowMilliseconds, time);

        return retriesMax < 0 || ++_restarts <= retriesMax;
    }

    private bool PermitsInWindow(int retriesMax, int windowMilliseconds, TimeProvider time)
    {
        var now = time.GetTimestamp();
        // The window opens with the first failure and is not moved on until it is over.
        if (_restarts == 0 || time.GetElapsedTime(_start, now).TotalMilliseconds > windowMilliseconds)
        {
            (_restarts, _start) = (1, now);
            return true;
        }
        return ++_restarts <= retriesMax;
    }
}
