using System.Globalization;
using Broker.Actors.Connections;
using Microsoft.Extensions.Hosting.Systemd;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Hosting;

/// <summary>
/// Tells systemd when this process takes clients, and that its actors still answer (sd_notify(3),
/// sd_watchdog_enabled(3)). It tells nothing where no systemd listens.
/// </summary>
internal sealed class SystemdNotice(
    ISystemdNotifier systemd,
    IRequiredActor<ConnectionRegistryActor> connections,
    IHostApplicationLifetime host,
    TimeProvider time) : BackgroundService
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    /// <summary>After how long without a sign systemd ends the process; null where it does not.</summary>
    public TimeSpan? Watchdog { get; init; } = WatchdogOf(
        Environment.GetEnvironmentVariable("WATCHDOG_USEC"),
        Environment.GetEnvironmentVariable("WATCHDOG_PID"));

    /// <param name="microseconds">The value of <c>WATCHDOG_USEC</c>.</param>
    /// <param name="process">The value of <c>WATCHDOG_PID</c>: which process it is for.</param>
    public static TimeSpan? WatchdogOf(string? microseconds, string? process) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time > 0
        && (process is null || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(time)
            : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!systemd.IsEnabled) return;

        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.ApplicationStarted.Register(() =>
        {
            systemd.Notify(ServiceState.Ready);
            ready.SetResult();
        });
        await ready.Task.WaitAsync(stoppingToken);
        if (Watchdog is not { } limit) return;

        using var timer = new PeriodicTimer(limit / 2, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            if (await AnswersAsync(limit / 2, stoppingToken)) systemd.Notify(Alive);
    }

    private async Task<bool> AnswersAsync(TimeSpan within, CancellationToken stop)
    {
        try
        {
            await connections.ActorRef.Ask<ConnectionCount>(CountConnections.Instance, within, stop);
            return true;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }
}
