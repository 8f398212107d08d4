using Broker.Actors.Channels;
using Broker.Actors.Journal;
using Broker.Gateway.Configuration;
using Broker.Journal;
using Broker.Journal.Postgres;

namespace Broker.Gateway.Hosting;

/// <summary>
/// The journal that the settings name, opened before anything is served and closed with the services, when no
/// actor is left. It logs what becomes of the journal's files.
/// </summary>
internal sealed class OpenJournal(BrokerSettings settings, ILogger<OpenJournal> logger)
{
    private const string Folder = "journal";
    private const string Setting = "broker.journal.store";

    /// <summary>Null until it is opened.</summary>
    public IJournal? Journal { get; private set; }

    /// <summary>Of all channels that it stores; null until it is opened.</summary>
    public string? Epoch { get; private set; }

    /// <exception cref="StartupException">It cannot be opened, read or written.</exception>
    public async Task OpenAsync()
    {
        Journal = settings.Journal.Store switch
        {
            JournalStore.Memory => new MemoryJournal(settings.Journal),
            JournalStore.Postgres => OpenPostgres(),
            _ => OpenFiles(),
        };
        try
        {
            Epoch = await JournalEpoch.ReadAsync(Journal);
        }
        catch (IOException e)
        {
            throw new StartupException(ExitCode.CannotStart, $"{e.Message} ({Setting})");
        }
    }

    private PostgresJournal OpenPostgres()
    {
        try
        {
            var journal = PostgresJournal.Open(settings.Journal, Report);
            Log.PostgresOpened(logger, journal.Database.Name, journal.Database.Head);
            return journal;
        }
        catch (JournalException e)
        {
            throw new StartupException(
                ExitCode.CannotStart,
                $"journal in PostgreSQL cannot be opened: {e.Message} "
                + $"({SettingOverride.Postgres.Described}, {Setting})");
        }
    }

    private FileJournal OpenFiles()
    {
        var directory = Path.Combine(settings.Process.DataDirectory, Folder);
        try
        {
            var journal = FileJournal.Open(directory, settings.Journal, Report);
            var found = journal.Found;
            Log.JournalOpened(
                logger, found.Records, found.Streams, found.Bytes, found.SegmentsQuarantined,
                found.StreamsRefused);
            return journal;
        }
        catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                ExitCode.CannotStart,
                $"journal '{directory}' cannot be opened: {e.Message} "
                + $"({SettingOverride.Data.Described}, {Setting})");
        }
    }

    private void Report(PostgresIncident incident)
    {
        if (incident.What is PostgresIncident.Kind.Away)
            Log.PostgresAway(logger, incident.Part, incident.Detail);
        else
            Log.PostgresBack(logger, incident.Part);
    }

    private void Report(JournalIncident incident)
    {
        if (incident.What is JournalIncident.Kind.TailCut)
            Log.JournalTailCut(logger, incident.Segment, incident.Offset, incident.Detail);
        else
            Log.JournalIncident(
                logger, incident.What, incident.Segment, incident.Offset, incident.Stream, incident.Detail);
    }
}
