using System.Net;

namespace Broker.Gateway.Http;

/// <summary>
/// The other end of a request's connection, also where <c>X-Forwarded-For</c> names another client. Requests
/// have it where there are trusted proxies.
/// </summary>
internal sealed record PeerAddress(IPAddress? Address)
{
    /// <summary>Null without trusted proxies.</summary>
    public static IPAddress? Of(HttpContext context) => context.Features.Get<PeerAddress>()?.Address;
}
