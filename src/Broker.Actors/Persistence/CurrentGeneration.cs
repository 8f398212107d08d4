namespace Broker.Actors.Persistence;

/// <summary>
/// The generation that events are stored under now. The store begins one: SQLite at each start of the
/// process, PostgreSQL at each new timeline. Safe from any thread.
/// </summary>
public sealed class CurrentGeneration(Generation first)
{
    private ulong _number = first.Number;

    public Generation Value => new(Volatile.Read(ref _number));

    /// <summary>
    /// From now on the journal refuses events of the generation before, so their actors stop and recover.
    /// </summary>
    public void Begin(Generation next) => Volatile.Write(ref _number, next.Number);
}
