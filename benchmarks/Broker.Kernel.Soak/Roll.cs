namespace Broker.Kernel.Soak;

/// <summary>The actors of one wave whose end has not been seen yet.</summary>
public sealed class Roll(Tally tally)
{
    private readonly HashSet<IActorRef> _awaited = [];

    public void Await(IActorRef actor) => _awaited.Add(actor);

    /// <summary>
    /// True when this was the last one that was awaited. Who is not on the roll is counted as unexpected.
    /// </summary>
    public bool StrikeLast(IActorRef actor)
    {
        if (_awaited.Remove(actor)) return _awaited.Count == 0;
        tally.CountUnexpected();
        return false;
    }
}
