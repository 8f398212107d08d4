using System.Runtime.InteropServices;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Hosting;

/// <summary>
/// Ends the process cleanly when it is told to stop before the host listens for that: nothing is served yet,
/// and what it waits for, such as a database, may not come.
/// </summary>
internal sealed class EarlyStop : IDisposable
{
    private static readonly PosixSignal[] Signals =
        [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];

    private readonly PosixSignalRegistration[] _registrations =
        [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, _ => End()))];

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private static void End() => Environment.Exit(ExitCode.CleanStop);
}
