namespace Broker.Journal.Files;

/// <summary>
/// The directory of one journal, held for it alone. Every effect on the disk goes through this and
/// <see cref="IJournalFile"/>, so that a spec can stop the world between any two of them.
/// </summary>
internal interface IJournalDirectory : IDisposable
{
    IReadOnlyList<string> Names();

    IJournalFile Open(string name);

    /// <summary>An empty file; what had the name before is gone.</summary>
    IJournalFile Create(string name);

    /// <summary>Gives a file another name in one step; what had that name is gone.</summary>
    void Rename(string from, string to);

    void Delete(string name);

    /// <summary>Returns when the names of the directory survive a loss of power.</summary>
    void Sync();
}
