namespace Broker.Actors.Connections;

/// <summary>
/// Which connections are closed when, where all of them are: a few at once, many in equal steps. Each is told
/// after how many seconds to come back, and those who leave together are told different times.
/// </summary>
internal sealed class SpreadClose
{
    public static readonly TimeSpan StepInterval = TimeSpan.FromMilliseconds(100);

    private readonly Queue<IConnectionPort> _open;
    private readonly CloseReason _reason;
    private readonly int _perStep;
    private readonly int _secondsMax;
    private int _closed;

    /// <param name="connections">All that are open.</param>
    /// <param name="reason">What each is told.</param>
    /// <param name="atOnceMax">So many, and no more, are closed in one step.</param>
    /// <param name="within">The time for all steps, where one is not enough.</param>
    public SpreadClose(
        IReadOnlyCollection<IConnectionPort> connections, CloseReason reason, int atOnceMax, TimeSpan within)
    {
        (_open, _reason) = (new Queue<IConnectionPort>(connections), reason);
        var isSpread = connections.Count > atOnceMax && within > StepInterval;
        var steps = isSpread ? (int)(within / StepInterval) : 1;
        _perStep = (connections.Count + steps - 1) / steps;
        _secondsMax = isSpread ? Math.Max(1, (int)within.TotalSeconds) : 1;
    }

    public bool IsDone => _open.Count == 0;

    /// <summary>The connections of the next step, each with its reason.</summary>
    public IEnumerable<(IConnectionPort Connection, CloseReason Reason)> Next()
    {
        for (var i = 0; i < _perStep && _open.TryDequeue(out var connection); i++)
            yield return (connection, _reason.RetryAfter(1 + (_closed++ % _secondsMax)));
    }
}
