using Broker.Gateway.Configuration;
using Broker.Persistence;

namespace Broker.Gateway.Hosting;

/// <summary>Opens the store that the settings name, before there is anything that serves.</summary>
internal static class OpenStore
{
    /// <param name="nodeId">Of this process as a node of a cluster.</param>
    /// <exception cref="StartupException">It cannot be opened, read or written.</exception>
    public static async Task<EventStore> RunAsync(
        BrokerSettings settings, ILoggerFactory logs, long? nodeId = null)
    {
        try
        {
            return await EventStore.OpenAsync(
                settings.Persistence,
                settings.Process.DataDirectory,
                TimeProvider.System,
                logs.CreateLogger<EventStore>(),
                nodeId);
        }
        catch (StoreException e)
        {
            var setting = settings.Persistence.UsesPostgres ? SettingOverride.Postgres : SettingOverride.Data;
            throw new StartupException(ExitCode.CannotStart, $"{e.Message} ({setting.Described})");
        }
    }
}
