namespace Broker.Kernel;

/// <summary>
/// Messages an actor has put aside. What is unstashed goes before the rest of the mailbox, oldest first. A
/// restart, and the end, put everything back by themselves.
/// </summary>
public interface IStash
{
    int Count { get; }
    bool IsEmpty { get; }
    bool NonEmpty { get; }
    bool IsFull { get; }

    /// <summary>-1 for no limit.</summary>
    int Capacity { get; }

    /// <summary>
    /// Puts the current message aside. Twice for one message throws <see cref="IllegalActorStateException"/>,
    /// over the capacity <see cref="StashOverflowException"/>.
    /// </summary>
    void Stash();

    /// <summary>Puts the oldest one back.</summary>
    void Unstash();

    void UnstashAll();

    /// <summary>Puts those back that match and drops the others.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Empties the stash and hands out what was in it.</summary>
    IEnumerable<Envelope> ClearStash();

    /// <summary>Adds before what is stashed already.</summary>
    void Prepend(IEnumerable<Envelope> envelopes);
}
