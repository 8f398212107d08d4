using Broker.Actors.Configuration;

namespace Broker.Actors.Ids;

/// <summary>The <c>broker.ids</c> section of reference.conf, read once at start-up.</summary>
public sealed record IdSettings(int BlockSize, int WaitingMax)
{
    public static IdSettings From(SettingReader config) => new(
        BlockSize: config.GetInt("block-size", 1, int.MaxValue),
        WaitingMax: config.GetInt("waiting-max", 1, int.MaxValue));
}
