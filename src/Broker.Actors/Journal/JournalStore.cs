namespace Broker.Actors.Journal;

/// <summary>Where the journal keeps its events.</summary>
public enum JournalStore
{
    /// <summary>PostgreSQL where a connection is given, else files.</summary>
    Auto,

    /// <summary>Below the data directory.</summary>
    File,

    /// <summary>In this process only: for trying things out.</summary>
    Memory,

    /// <summary>In a PostgreSQL, which several processes may share.</summary>
    Postgres,
}
