namespace Broker.Gateway.Operations;

/// <summary>The body of <c>GET /healthz</c>.</summary>
/// <param name="Connections">Sockets and event streams that are open now.</param>
/// <param name="Channels">Public channels that have a subscriber now.</param>
internal sealed record HealthBody(
    string Status, string Version, string Environment, double UptimeSeconds, int Connections, int Channels);
