namespace Broker.Actors.Journal;

/// <summary>Where the journal keeps its events.</summary>
public enum JournalStore
{
    /// <summary>Below the data directory.</summary>
    File,

    /// <summary>In this process only: for trying things out.</summary>
    Memory,
}
