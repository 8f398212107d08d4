using Broker.Actors.Journal;
using Broker.Gateway.Startup;
using Broker.Journal;

namespace Broker.Gateway.Hosting;

/// <summary>Opens the journal that the settings name.</summary>
internal static class JournalStart
{
    private const string Folder = "journal";

    /// <exception cref="StartupException">It cannot be opened.</exception>
    public static IJournal Open(BrokerSettings settings, ILogger logger)
    {
        if (settings.Journal.Store is JournalStore.Memory) return new MemoryJournal(settings.Journal);

        try
        {
            return FileJournal.Open(
                Path.Combine(settings.Process.DataDirectory, Folder),
                settings.Journal,
                incident => Log.JournalIncident(
                    logger, incident.What, incident.Segment, incident.Offset, incident.Detail));
        }
        catch (JournalException e)
        {
            throw new StartupException(ExitCode.CannotStart, e.Message);
        }
    }
}
