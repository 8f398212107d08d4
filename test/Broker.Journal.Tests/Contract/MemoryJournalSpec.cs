using Broker.Actors.Journal;

namespace Broker.Journal.Tests.Contract;

public class MemoryJournalSpec : JournalContract
{
    protected override Task<IJournal> OpenAsync(JournalSettings settings) =>
        Task.FromResult<IJournal>(new MemoryJournal(settings));
}
