using Broker.Actors;
using Broker.Actors.Journal;
using Broker.Journal.Postgres;
using Broker.Journal.Tests.Kit;
using Broker.Postgres.TestKit;
using Npgsql;

namespace Broker.Journal.Tests.Postgres;

/// <summary>What one connection says of its batches, and what becomes of one that is said twice.</summary>
public class AppendSessionSpec : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private JournalSettings _settings = Journals.Settings;
    private PostgresDatabase? _database;

    public async Task InitializeAsync()
    {
        _settings = await PostgresJournals.DatabaseAsync(Journals.Settings);
        _database = PostgresDatabase.Open(_settings.Postgres);
    }

    public async Task DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_batch_that_is_sent_again_is_stored_once_and_answered_as_before()
    {
        await using var session = Session();
        var outcomes = await session.StoreAsync(Batch(1, "a", "b", "a"), isRetry: false, Limit);
        await session.StoreAsync(Batch(2, "a"), isRetry: false, Limit);
        var again = Batch(3, "b", "new");
        var first = await session.StoreAsync(again, isRetry: false, Limit);

        Assert.Equal([1, 1, 2], outcomes.Select(outcome => (int)outcome.Version));
        Assert.Equal(first, await session.StoreAsync(again, isRetry: true, Limit));
        await using var journal = PostgresJournals.Open(_settings);
        Assert.Equal(2, (await journal.PageAsync("b")).LastVersion);
    }

    [SkippableFact]
    public async Task A_batch_that_arrives_behind_a_later_one_is_not_stored()
    {
        await using var session = Session();
        await session.StoreAsync(Batch(2, "a"), isRetry: false, Limit);

        await Assert.ThrowsAsync<PostgresException>(() => session.StoreAsync(Batch(1, "a"), false, Limit));
        await using var journal = PostgresJournals.Open(_settings);
        Assert.Equal(1, (await journal.PageAsync("a")).LastVersion);
    }

    [SkippableFact]
    public async Task A_new_connection_begins_behind_all_that_a_crash_may_have_taken_back()
    {
        await using var before = Session();
        await before.StoreAsync(Batch(1, "a"), isRetry: false, Limit);
        var seen = await before.StoreAsync(Batch(2, "a", "a", "a"), isRetry: false, Limit);
        await PostgresServer.ExecuteAsync(
            _settings.Postgres.Connection,
            "DELETE FROM broker.events WHERE version > 1; UPDATE broker.streams SET last_version = 1;"
            + "UPDATE broker.head SET position = position - 3");

        await using var after = Session();
        var stored = await after.StoreAsync(Batch(1, "a"), isRetry: false, Limit);
        Assert.True(stored[0].Position > seen[^1].Position);
    }

    // Whether a repeated batch was the first of its connection is not known to who gets the saved answer.
    [SkippableFact]
    public async Task So_it_does_when_its_first_batch_was_stored_already()
    {
        await using var session = Session();
        await session.StoreAsync(Batch(1, "a"), isRetry: false, Limit);
        var server = await PostgresServer.SharedAsync();
        var database = new NpgsqlConnectionStringBuilder(_settings.Postgres.Connection).Database;
        await server.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%broker.append%'"
            + $" AND datname = '{database}'");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => session.StoreAsync(Batch(1, "a"), true, Limit));
        var repeated = await session.StoreAsync(Batch(1, "a"), isRetry: true, Limit);
        var next = await session.StoreAsync(Batch(2, "a"), isRetry: false, Limit);

        Assert.True(next[0].Position > repeated[0].Position + 1);
    }

    private AppendSession Session() => new(_database!.Source, streamsMax: 100);

    private static AppendBatch Batch(long number, params string[] streams) => new(number,
    [
        .. streams.Select(stream => new PendingAppend(
            Journals.Append(stream, "1") with { Level = Durability.Memory }, bytes: 1, since: 0)),
    ]);
}
