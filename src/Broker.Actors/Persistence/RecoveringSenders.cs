namespace Broker.Actors.Persistence;

/// <summary>
/// The senders of what a persistent actor is asked while it recovers. Akka stashes the requests without a
/// bound and drops them when recovery fails; this counts them, so that they are refused and answered.
/// </summary>
/// <param name="max">Requests that may wait for one recovery.</param>
public sealed class RecoveringSenders(int max)
{
    private readonly List<IActorRef> _senders = [];

    /// <summary>False when as many wait as may.</summary>
    public bool TryAdd(IActorRef sender)
    {
        if (_senders.Count >= max) return false;

        _senders.Add(sender);
        return true;
    }

    /// <summary>Recovery is complete: the requests themselves come now.</summary>
    public void Clear()
    {
        _senders.Clear();
        _senders.TrimExcess();
    }

    /// <summary>Recovery has failed: the requests are lost, so this answers them.</summary>
    public void Answer(object answer)
    {
        foreach (var sender in _senders) sender.Tell(answer);
        _senders.Clear();
    }
}
