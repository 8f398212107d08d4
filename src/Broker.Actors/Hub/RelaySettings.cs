using Broker.Actors.Configuration;

namespace Broker.Actors.Hub;

/// <summary>
/// What the <c>broker.hub</c> section of reference.conf lets one client relay, read once at start-up.
/// </summary>
public sealed record RelaySettings(int ReceiversMax, int RelaysPerSecondMax)
{
    public static RelaySettings From(SettingReader config) => new(
        ReceiversMax: config.GetInt("receivers-max", 1, int.MaxValue),
        RelaysPerSecondMax: config.GetInt("relays-per-second-max", 1, int.MaxValue));
}
