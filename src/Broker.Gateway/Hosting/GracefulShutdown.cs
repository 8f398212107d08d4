using Broker.Actors.Connections;
using Broker.Gateway.Configuration;
using Broker.Gateway.Operations;
using Broker.Gateway.Users;
using Broker.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Hosting;

/// <summary>
/// Says when the process takes clients, and sends them away in good order before it stops: not ready first,
/// then a close frame to each connection, then the server goes down.
/// </summary>
internal sealed class GracefulShutdown(
    IRequiredActor<ConnectionRegistryActor> connections,
    IServer server,
    Readiness readiness,
    CoalescedTimeouts firstByte,
    BrokerSettings settings,
    TimeProvider time,
    ILogger<GracefulShutdown> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan CountTimeout = TimeSpan.FromSeconds(1);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Log.Listening(
            logger, settings.Process.Version, settings.Process.Environment,
            string.Join(", ", Shown([.. addresses])), settings.Process.DataDirectory);
        if (settings.Users.HasShortSecret || settings.AuctionHttp.HasShortSecret)
            Log.ShortSecret(logger, UsersSettings.SecretBytesAdvised);
        if (settings.Publish is { IsGuarded: true, Keys.Count: 0 }) Log.NobodyMayPublish(logger);
        readiness.IsReady = true;
        return Task.CompletedTask;
    }

    // Kestrel calls every address http. The hub's is the last one that the host listens on.
    private static IEnumerable<string> Shown(string[] addresses) => addresses.Select((address, i) =>
        i < addresses.Length - 1
            ? address
            : $"tcp{address[address.IndexOf(':', StringComparison.Ordinal)..]}");

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.IsReady = false;
        var began = time.GetTimestamp();
        try
        {
            var open = await connections.ActorRef.Ask<ConnectionCount>(
                CountConnections.Instance, CountTimeout, cancellationToken);
            Log.Draining(logger, open.Connections);
            await connections.ActorRef.Ask<Drained>(
                new Drain(CloseReason.Drain, Within: settings.Process.DrainTimeout / 2),
                settings.Process.DrainTimeout,
                cancellationToken);
            Log.Drained(logger, time.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (AskTimeoutException)
        {
            Log.DrainTimedOut(logger);
        }
        finally
        {
            // The server would wait for those who have not asked for anything.
            firstByte.End();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
