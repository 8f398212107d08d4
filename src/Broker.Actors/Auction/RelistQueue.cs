namespace Broker.Actors.Auction;

/// <summary>
/// Offers that are to be asked for their rows, so many at one time. Those that do not answer, or refuse, are
/// asked again a few times: a message to a node that has just gone is lost, and a home that starts may have
/// no store yet. A damaged offer refuses each time.
/// </summary>
internal sealed class RelistQueue(int atOnceMax)
{
    private const int RoundsMax = 5;

    private readonly Queue<OfferId> _waiting = new();
    private readonly HashSet<OfferId> _asked = [];
    private int _refused;
    private int _rounds;

    /// <summary>Whether each was asked, and has answered or refused.</summary>
    public bool IsQuiet => _waiting.Count == 0 && Awaited <= 0;

    /// <summary>Whether all have answered, or are given up.</summary>
    public bool IsEmpty => _waiting.Count == 0 && _asked.Count == 0;

    private int Awaited => _asked.Count - _refused;

    public void Add(IEnumerable<OfferId> offers)
    {
        foreach (var offer in offers) _waiting.Enqueue(offer);
    }

    /// <summary>Those that are to be asked now.</summary>
    public IEnumerable<OfferId> Take()
    {
        while (Awaited < atOnceMax && _waiting.TryDequeue(out var next))
            if (_asked.Add(next)) yield return next;
    }

    public void Listed(OfferId offer)
    {
        _asked.Remove(offer);
        if (IsEmpty) (_refused, _rounds) = (0, 0);
    }

    /// <summary>One of those that were asked refuses; it is not known which.</summary>
    public void Refused() => _refused++;

    /// <summary>No more answers come: those that are left are asked after the others.</summary>
    public void EndRound()
    {
        _rounds++;
        if (_rounds < RoundsMax) Add(_asked);
        else _rounds = 0;
        _asked.Clear();
        _refused = 0;
    }
}
