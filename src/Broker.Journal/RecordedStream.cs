using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal;

/// <summary>One stream of the memory journal: its events from the oldest that is kept.</summary>
internal sealed class RecordedStream
{
    private readonly Queue<Recorded> _events = [];

    public long FirstVersion { get; private set; } = 1;

    public long LastVersion { get; private set; }

    public void Add(Recorded recorded)
    {
        _events.Enqueue(recorded);
        LastVersion = recorded.Version;
    }

    public IEnumerable<Recorded> From(long version) =>
        _events.Skip((int)Math.Clamp(version - FirstVersion, 0, _events.Count));

    /// <summary>Gives what it removed.</summary>
    public IEnumerable<Recorded> Trim(long beforeVersion)
    {
        while (FirstVersion < beforeVersion && _events.TryDequeue(out var trimmed))
        {
            FirstVersion++;
            yield return trimmed;
        }
    }
}
