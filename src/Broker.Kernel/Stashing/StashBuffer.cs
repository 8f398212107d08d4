namespace Broker.Kernel;

/// <summary>The stash of one incarnation; its list is made with the first message.</summary>
internal sealed class StashBuffer(ActorCell cell) : IStash
{
    private List<Envelope>? _stashed;
    private Envelope? _lastStashed;

    public int Count => _stashed?.Count ?? 0;
    public bool IsEmpty => Count == 0;
    public bool NonEmpty => Count > 0;
    public bool IsFull => Capacity >= 0 && Count >= Capacity;
    public int Capacity => cell.Props.StashCapacity;

    public void Stash()
    {
        var envelope = cell.CurrentEnvelope
            ?? throw new IllegalActorStateException("There is no message to stash.");
        if (ReferenceEquals(envelope, _lastStashed))
            throw new IllegalActorStateException(
                $"Can't stash the same message {envelope.Message} more than once");
        if (IsFull)
            throw new StashOverflowException(
                $"Couldn't enqueue message {envelope.Message} to stash of {cell}");
        _lastStashed = envelope;
        (_stashed ??= []).Add(envelope);
    }

    public void Unstash()
    {
        if (IsEmpty) return;
        PutBack(_stashed![0]);
        _stashed.RemoveAt(0);
    }

    public void UnstashAll() => UnstashAll(_ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        if (IsEmpty) return;
        var stashed = _stashed!;
        _stashed = null;
        for (var i = stashed.Count - 1; i >= 0; i--)
        {
            if (predicate(stashed[i])) PutBack(stashed[i]);
        }
    }

    public IEnumerable<Envelope> ClearStash()
    {
        var stashed = _stashed ?? [];
        _stashed = null;
        return stashed;
    }

    public void Prepend(IEnumerable<Envelope> envelopes) =>
        (_stashed ??= []).InsertRange(0, envelopes.Where(added => !_stashed.Contains(added)));

    private void PutBack(Envelope envelope)
    {
        if (envelope.Message is Terminated notice) cell.DeathWatch.Requeue(notice);
        // A new node: the old one is still the current message if it was stashed just now.
        cell.Prepend(new Envelope(envelope.Message, envelope.Sender));
    }
}
