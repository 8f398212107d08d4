using Broker.Hocon;

namespace Broker.Actors.Ids;

/// <summary>The <c>broker.ids</c> section of reference.conf, read once at start-up.</summary>
public sealed record IdSettings(int BlockSize)
{
    public static IdSettings From(Config config) => new(
        BlockSize: config.GetIntWithin("block-size", 1, int.MaxValue));
}
