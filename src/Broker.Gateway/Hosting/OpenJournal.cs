using Broker.Actors.Journal;
using Broker.Gateway.Startup;
using Broker.Journal;

namespace Broker.Gateway.Hosting;

/// <summary>Opens the journal that the settings name, and logs what becomes of its files.</summary>
internal sealed class OpenJournal
{
    private const string Folder = "journal";
    private const string Setting = "broker.journal.store";

    private OpenJournal()
    {
    }

    /// <exception cref="StartupException">It cannot be opened.</exception>
    public static IJournal With(BrokerSettings settings, ILogger<OpenJournal> logger)
    {
        if (settings.Journal.Store == JournalStore.Memory) return new MemoryJournal(settings.Journal);

        var directory = Path.Combine(settings.Process.DataDirectory, Folder);
        try
        {
            var journal = FileJournal.Open(directory, settings.Journal, incident => Report(logger, incident));
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
                + $"({OutsideSetting.Data.Described}, {Setting})");
        }
    }

    private static void Report(ILogger logger, JournalIncident incident)
    {
        if (incident.What is JournalIncident.Kind.TailCut)
            Log.JournalTailCut(logger, incident.Segment, incident.Offset, incident.Detail);
        else
            Log.JournalIncident(
                logger, incident.What, incident.Segment, incident.Offset, incident.Stream, incident.Detail);
    }
}
