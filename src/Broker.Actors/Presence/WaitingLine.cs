namespace Broker.Actors.Presence;

/// <summary>
/// Those who wait for the store, answered in the order in which they asked. Bounded in number and in time:
/// who waits for too long, or stands first in a line that is full, is answered without the store.
/// </summary>
/// <param name="waitingMax">So many wait.</param>
/// <param name="withoutStore">What can be said to a question when the store says nothing.</param>
internal sealed class WaitingLine(int waitingMax, Func<object, object> withoutStore)
{
    private readonly Queue<PresenceWait> _line = new();

    /// <summary>When the first of them asked; null when nobody waits.</summary>
    public long? Oldest => _line.TryPeek(out var first) ? first.Since : null;

    public PresenceWait Add(object question, IActorRef sender, long now)
    {
        var wait = new PresenceWait(question, sender, now);
        _line.Enqueue(wait);
        if (_line.Count > waitingMax) EndFirst();
        AnswerSettled();
        return wait;
    }

    /// <summary>To be called when waits have got their answers.</summary>
    public void AnswerSettled()
    {
        while (_line.TryPeek(out var first) && first.Answer is not null) EndFirst();
    }

    /// <summary>Whoever asked at that time or earlier waits no more.</summary>
    public void Expire(long askedBefore)
    {
        while (_line.TryPeek(out var first) && first.Since <= askedBefore) EndFirst();
        AnswerSettled();
    }

    private void EndFirst()
    {
        var first = _line.Dequeue();
        first.End(first.Answer ?? withoutStore(first.Question));
    }
}
