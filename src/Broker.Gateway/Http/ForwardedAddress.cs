using Broker.Gateway.Configuration;
using Microsoft.AspNetCore.HttpOverrides;

namespace Broker.Gateway.Http;

/// <summary>
/// Whose address counts when a request came through proxies: the last one in <c>X-Forwarded-For</c> that is
/// not itself a trusted proxy's. What stands before that, any client may have written. A handshake with that
/// header is HTTP's (<see cref="WebSockets.UpgradeParser"/>), so this middleware sees every such request.
/// </summary>
internal static class ForwardedAddress
{
    public static void UseForwardedAddress(this WebApplication app, HttpSettings settings)
    {
        if (settings.TrustedProxies.Count == 0) return;

        var options = new ForwardedHeadersOptions
        {
            // Neither host nor scheme: nothing here asks for the scheme, and the origin rule compares with
            // the Host that the proxy passes on.
            ForwardedHeaders = ForwardedHeaders.XForwardedFor,
            // It ends at the first that is not trusted.
            ForwardLimit = null,
        };
        // The framework's own defaults trust everything on this machine.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.TrustedProxies) options.KnownIPNetworks.Add(network);
        app.Use((context, next) =>
        {
            context.Features.Set(new PeerAddress(context.Connection.RemoteIpAddress));
            return next(context);
        });
        app.UseForwardedHeaders(options);
    }
}
