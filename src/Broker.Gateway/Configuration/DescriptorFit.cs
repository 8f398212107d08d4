using Broker.Sockets;

namespace Broker.Gateway.Configuration;

/// <summary>
/// Fits the limits of connections into the limit of file descriptors, since each takes one.
/// </summary>
internal static class DescriptorFit
{
    // Connections that are told why they are not served, and some whose sockets are just being closed.
    private const int SocketsBesides = ConnectionRefusals.AtOnceMax + 16;

    // With fewer than this the process could serve, but hardly anyone.
    private const int ConnectionsMin = 16;

    /// <summary>The sockets that listeners may have open.</summary>
    public static int SocketsMax(BrokerSettings settings) => (int)Math.Min(
        int.MaxValue, (long)settings.Http.ConnectionsMax + settings.Hub.ConnectionsMax + SocketsBesides);

    /// <summary>
    /// Settings whose limits fit. Each protocol keeps its limit where that is less than half of the room.
    /// </summary>
    /// <exception cref="StartupException">There is no room for clients.</exception>
    public static BrokerSettings Fit(BrokerSettings settings, int descriptorsMax)
    {
        var (http, hub) = (settings.Http.ConnectionsMax, settings.Hub.ConnectionsMax);
        var wanted = (long)http + hub;
        var room = (long)descriptorsMax - settings.Process.DescriptorsReserved - SocketsBesides;
        if (room >= wanted) return settings;
        if (room < ConnectionsMin) throw TooLow(settings, descriptorsMax);

        hub = (int)Math.Min(hub, Math.Max(room / 2, room - http));
        http = (int)room - hub;
        var connections = Math.Min(settings.Connection.ConnectionsMax, (int)room);
        return settings with
        {
            Http = settings.Http with { ConnectionsMax = http },
            Hub = settings.Hub with { ConnectionsMax = hub },
            Connection = settings.Connection with { ConnectionsMax = connections },
        };
    }

    private static StartupException TooLow(BrokerSettings settings, int descriptorsMax)
    {
        var needed = settings.Process.DescriptorsReserved + SocketsBesides + ConnectionsMin;
        return new StartupException(
            ExitCode.CannotStart,
            $"the limit of file descriptors is {descriptorsMax}, and at least {needed} are needed "
            + "(raise it with ulimit -n or LimitNOFILE=; see broker.process.descriptors-reserved)");
    }
}
