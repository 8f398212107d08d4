using Broker.Actors.Journal;
using Broker.Journal.Tests.Contract;
using Broker.Journal.Tests.Kit;

namespace Broker.Journal.Tests.Postgres;

public class PostgresJournalSpec : JournalContract
{
    protected override Task<IJournal> OpenAsync(JournalSettings settings) =>
        PostgresJournals.OpenAsync(settings);
}
