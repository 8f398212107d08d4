namespace Broker.Actors.Channels;

/// <summary>What becomes of a publication while the journal cannot store it.</summary>
public enum JournalAway
{
    /// <summary>It is refused: the publisher may try again.</summary>
    Refuse,

    /// <summary>Subscribers of this node get it, and nobody can resume behind it.</summary>
    Deliver,
}
