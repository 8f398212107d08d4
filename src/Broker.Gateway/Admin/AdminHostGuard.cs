using System.Net;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Admin;

/// <summary>
/// Refuses <c>/admin</c> under a name that is not this server's. A site can let its own name lead to this
/// machine (DNS rebinding), and its pages are of one origin with the broker then. An address or
/// <c>localhost</c> cannot be had so, and a trusted proxy knows its names itself.
/// </summary>
internal sealed class AdminHostGuard(RequestDelegate next, BrokerSettings settings)
{
    private const string Local = "localhost";

    private readonly string[] _names = [Local, settings.Cluster.Node.Host, .. settings.Admin.Hosts];

    public Task InvokeAsync(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/admin")
        || IsKnown(context.Request.Host.Value)
        || IsFromProxy(context)
            ? next(context)
            : throw new HttpErrorException(
                StatusCodes.Status403Forbidden,
                "/admin is not reached by this name: use an address, or add the name to broker.admin.hosts");

    // Every browser sends it; some programs that speak HTTP/1.0 do not.
    private bool IsKnown(string? host)
    {
        if (string.IsNullOrEmpty(host)) return true;
        if (!HostAndPort.TryParse(host, out var place)) return false;

        var name = place.Host.TrimEnd('.');
        if (place.Address is not null || IPAddress.TryParse(name, out _)) return true;

        foreach (var known in _names)
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private bool IsFromProxy(HttpContext context) =>
        PeerAddress.Of(context) is { } peer
        && settings.Http.TrustedProxies.Any(proxy => proxy.Contains(Plain(peer)));

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
