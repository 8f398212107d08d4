using Broker.Actors.Journal;
using Broker.Journal.Tests.Contract;
using Broker.Journal.Tests.Kit;
using Broker.Postgres.TestKit;

namespace Broker.Journal.Tests.Postgres;

[NeedsPostgres]
public class PostgresFollowSpec : FollowContract
{
    protected override Task<IJournal> OpenAsync(JournalSettings settings) =>
        PostgresJournals.OpenAsync(settings);
}
