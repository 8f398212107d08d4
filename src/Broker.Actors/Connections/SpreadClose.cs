namespace Broker.Actors.Connections;

/// <summary>
/// Which connections a drain closes when: a few at once, many in equal steps. Each is told after how many
/// seconds to come back, and those who leave together are told different times.
/// </summary>
internal sealed class SpreadClose
{
    public static readonly TimeSpan StepInterval = TimeSpan.FromMilliseconds(100);

    private readonly Queue<IActorRef> _open;
    private readonly int _perStep;
    private readonly int _secondsMax;
    private int _closed;

    /// <param name="connections">All that are open.</param>
    /// <param name="atOnceMax">So many, and no more, are closed in one step.</param>
    /// <param name="within">The time for all steps, where one is not enough.</param>
    public SpreadClose(IReadOnlyCollection<IActorRef> connections, int atOnceMax, TimeSpan within)
    {
        _open = new Queue<IActorRef>(connections);
        var isSpread = connections.Count > atOnceMax && within > StepInterval;
        var steps = isSpread ? (int)(within / StepInterval) : 1;
        _perStep = (connections.Count + steps - 1) / steps;
        _secondsMax = isSpread ? Math.Max(1, (int)within.TotalSeconds) : 1;
    }

    public bool IsDone => _open.Count == 0;

    /// <summary>The connections of the next step, each with its reason.</summary>
    public IEnumerable<(IActorRef Connection, CloseReason Reason)> Next(CloseReason reason)
    {
        for (var i = 0; i < _perStep && _open.TryDequeue(out var connection); i++)
            yield return (connection, reason.RetryAfter(1 + (_closed++ % _secondsMax)));
    }
}
