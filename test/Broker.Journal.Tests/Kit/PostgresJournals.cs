using Broker.Actors.Journal;
using Broker.Journal.Postgres;
using Broker.Postgres.TestKit;

namespace Broker.Journal.Tests.Kit;

/// <summary>PostgreSQL journals, each in a database of its own.</summary>
internal static class PostgresJournals
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Made by the first spec; copying it is faster than migrating.
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    /// <summary>A database with the tables, which other journals of the spec may share.</summary>
    public static async Task<JournalSettings> DatabaseAsync(JournalSettings settings)
    {
        var server = await PostgresServer.SharedAsync();
        return On(await server.CreateDatabaseAsync(await Template.Value), settings);
    }

    /// <summary>Patient, so that on a busy machine nothing is refused for being slow.</summary>
    public static JournalSettings On(string connection, JournalSettings settings) => settings with
    {
        Postgres = settings.Postgres with
        {
            Connection = connection, AppendTimeout = Patience, ReadTimeout = Patience,
        },
    };

    public static PostgresJournal Open(JournalSettings settings) => PostgresJournal.Open(settings, _ => { });

    public static async Task<IJournal> OpenAsync(JournalSettings settings) =>
        Open(await DatabaseAsync(settings));

    private static async Task<string> MakeTemplateAsync()
    {
        const string name = "template_broker";
        var server = await PostgresServer.SharedAsync();
        await server.ExecuteAsync($"CREATE DATABASE {name}");
        await PostgresDatabase.Open(On(server.ConnectionTo(name), Journals.Settings).Postgres).DisposeAsync();
        return name;
    }
}
