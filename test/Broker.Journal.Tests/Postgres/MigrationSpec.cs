using Broker.Actors.Journal;
using Broker.Journal.Postgres;
using Broker.Journal.Tests.Kit;
using Broker.Postgres.TestKit;

namespace Broker.Journal.Tests.Postgres;

public class MigrationSpec
{
    [SkippableFact]
    public async Task Happens_once_when_several_start_at_once()
    {
        var settings = await EmptyAsync();
        var opened = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => PostgresDatabase.Open(settings))));

        await PostgresServer.ExecuteAsync(
            settings.Connection,
            "DO $$ BEGIN ASSERT (SELECT count(*) FROM broker.migrations WHERE version = 1) = 1; END $$");
        foreach (var database in opened) await database.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_database_of_a_later_version_is_refused()
    {
        var settings = await EmptyAsync();
        await PostgresDatabase.Open(settings).DisposeAsync();
        await PostgresServer.ExecuteAsync(
            settings.Connection, "INSERT INTO broker.migrations (version, name) VALUES (9999, 'later')");

        var refused = Assert.Throws<JournalException>(() => PostgresDatabase.Open(settings));
        Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_database_that_is_not_there_is_refused_with_its_name()
    {
        var server = await PostgresServer.SharedAsync();
        var settings = PostgresJournals.On(server.ConnectionTo("nowhere"), Journals.Settings).Postgres;

        var refused = Assert.Throws<JournalException>(() => PostgresDatabase.Open(settings));
        Assert.Contains("nowhere", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_encoding_that_does_not_hold_every_name_is_refused()
    {
        var server = await PostgresServer.SharedAsync();
        await server.ExecuteAsync("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        var settings = PostgresJournals.On(server.ConnectionTo("latin"), Journals.Settings).Postgres;

        var refused = Assert.Throws<JournalException>(() => PostgresDatabase.Open(settings));
        Assert.Contains("LATIN1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db;Database=broker", true)]
    [InlineData("Database=broker", false)]
    [InlineData("postgres://db/broker", false)]
    [InlineData("Host=db;Colour=green", false)]
    [InlineData("Host=db;Port=far", false)]
    public void A_connection_string_is_checked_before_it_is_used(string text, bool isValid) =>
        Assert.Equal(isValid, PostgresDatabase.WhyMalformed(text) is null);

    private static async Task<PostgresSettings> EmptyAsync()
    {
        var server = await PostgresServer.SharedAsync();
        return PostgresJournals.On(await server.CreateDatabaseAsync(), Journals.Settings).Postgres;
    }
}
