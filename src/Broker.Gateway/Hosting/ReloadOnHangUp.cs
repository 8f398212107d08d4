using System.Runtime.InteropServices;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Hosting;

/// <summary>
/// Reads the settings again on SIGHUP, and says which of them hold now and which wait for the next start.
/// Settings that are wrong change nothing.
/// </summary>
internal sealed class ReloadOnHangUp(
    LiveSettings live, IEnumerable<IReloadable> parts, ILogger<ReloadOnHangUp> logger) : IHostedService
{
    private readonly Lock _gate = new();
    private PosixSignalRegistration? _hangUp;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
            _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true;
                Reload();
            });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _hangUp?.Dispose();
        return Task.CompletedTask;
    }

    public void Reload()
    {
        lock (_gate)
        {
            try
            {
                var changed = live.Reload(parts);
                var (taken, others) = (changed.Where(IsTaken).ToList(), changed.Where(key => !IsTaken(key)));
                Log.Reloaded(logger, Listed(taken));
                if (others.Any()) Log.NeedsRestart(logger, Listed(others));
            }
            catch (Exception e)
            {
                // A signal never ends the process, whatever is wrong.
                Log.NotReloaded(logger, e.Message);
            }
        }
    }

    private bool IsTaken(string key) => parts.SelectMany(part => part.Keys).Any(taken =>
        key == taken || key.StartsWith($"{taken}.", StringComparison.Ordinal));

    private static string Listed(IEnumerable<string> keys) =>
        string.Join(", ", keys) is { Length: > 0 } list ? list : "nothing";
}
