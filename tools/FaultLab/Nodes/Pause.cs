namespace Broker.FaultLab.Nodes;

/// <summary>Waiting, which is most of what clients do.</summary>
internal static class Pause
{
    /// <summary>Waits, or less where the run ends meanwhile.</summary>
    public static async Task ForAsync(TimeSpan time, CancellationToken stop)
    {
        if (time <= TimeSpan.Zero) return;

        using var timer = new PeriodicTimer(time);
        try
        {
            await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // The caller looks at the token.
        }
    }

    /// <summary>Asks until the answer is yes; false when it is not within the time.</summary>
    public static async Task<bool> UntilAsync(
        Func<Task<bool>> condition, TimeSpan limit, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(limit);
        while (!end.IsCancellationRequested)
        {
            if (await condition()) return true;
            await ForAsync(TimeSpan.FromMilliseconds(100), end.Token);
        }
        return false;
    }
}
