using Broker.Hocon;

namespace Broker.Gateway.Startup;

/// <summary>The <c>broker.hub</c> section of reference.conf, read once at start-up.</summary>
/// <param name="Port">0 is any free port.</param>
public sealed record HubSettings(int Port)
{
    internal const int PortHighest = 65_535;

    public static HubSettings From(Config config) => new(Port: config.GetIntWithin("port", 0, PortHighest));
}
