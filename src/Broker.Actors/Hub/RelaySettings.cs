using Broker.Hocon;

namespace Broker.Actors.Hub;

/// <summary>
/// What the <c>broker.hub</c> section of reference.conf lets one client relay, read once at start-up.
/// </summary>
public sealed record RelaySettings(int ReceiversMax, int RelaysPerSecondMax)
{
    public static RelaySettings From(Config config) => new(
        ReceiversMax: config.GetIntWithin("receivers-max", 1, int.MaxValue),
        RelaysPerSecondMax: config.GetIntWithin("relays-per-second-max", 1, int.MaxValue));
}
