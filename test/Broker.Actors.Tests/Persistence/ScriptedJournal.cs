using System.Collections.Immutable;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace Broker.Actors.Tests.Persistence;

/// <summary>A journal in memory whose writes have the fate that a <see cref="JournalScript"/> says.</summary>
public sealed class ScriptedJournal : MemoryJournal
{
    private readonly JournalScript _script = Context.System.Settings.Setup.Get<JournalScript>().Value;

    public override Task<long> ReadHighestSequenceNrAsync(
        string persistenceId, long fromSequenceNr, CancellationToken cancellationToken) => _script.IsAway
        ? throw new IOException("the store is away")
        : base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr, cancellationToken);

    protected override async Task DeleteMessagesToAsync(
        string persistenceId, long toSequenceNr, CancellationToken cancellationToken)
    {
        await base.DeleteMessagesToAsync(persistenceId, toSequenceNr, cancellationToken);
        _script.Trimmed[persistenceId] = toSequenceNr;
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        var held = _script.Take(writes);
        var fate = await held.Fate.Task;
        try
        {
            if (fate == JournalScript.Fate.Fail) throw new IOException("not stored");

            var stored = await base.WriteMessagesAsync(writes, cancellationToken);
            foreach (var write in writes) _script.Highest[write.PersistenceId] = write.HighestSequenceNr;
            return fate == JournalScript.Fate.Store
                ? stored
                : throw new IOException("stored, and the answer is lost");
        }
        finally
        {
            held.Applied.SetResult(true);
        }
    }
}
