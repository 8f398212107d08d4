using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Presence;

/// <summary>
/// Those who wait for the keys of one area, over all nodes. Whoever asks while a list is under way shares the
/// next one, which knows of everything that came before the question.
/// </summary>
/// <typeparam name="T">What is remembered of each.</typeparam>
/// <param name="presence">The <see cref="PresenceActor"/>.</param>
/// <param name="area">Whose keys.</param>
internal sealed class PresenceListing<T>(IActorRef presence, Area area)
{
    private readonly Queue<T> _waiting = new();
    private int _asked;

    public void Ask(T who, IActorRef self)
    {
        _waiting.Enqueue(who);
        if (_asked == 0) AskPresence(self);
    }

    /// <summary>Those whom the answer is for that has just come.</summary>
    public IReadOnlyList<T> Answered(IActorRef self)
    {
        var answered = new T[_asked];
        for (var i = 0; i < _asked; i++) answered[i] = _waiting.Dequeue();
        AskPresence(self);
        return answered;
    }

    private void AskPresence(IActorRef self)
    {
        _asked = _waiting.Count;
        if (_asked > 0) presence.Tell(new ListKeys(area), self);
    }
}
