namespace Broker.Actors.Presence;

/// <summary>Somebody who waits for an answer of the <see cref="PresenceActor"/>.</summary>
internal sealed class PresenceWait(object question, IActorRef sender, long since)
{
    public object Question { get; } = question;

    public IActorRef Sender { get; } = sender;

    /// <summary>When it was asked, as a timestamp.</summary>
    public long Since { get; } = since;

    /// <summary>What the store said; it goes out when all who asked before have theirs.</summary>
    public object? Answer { get; set; }

    /// <summary>It waits no more: it has an answer, perhaps one without the store.</summary>
    public bool IsOver { get; private set; }

    public void End(object answer)
    {
        IsOver = true;
        Sender.Tell(answer);
    }
}
