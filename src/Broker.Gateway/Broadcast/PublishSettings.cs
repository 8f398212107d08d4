using Broker.Actors.Configuration;
using Broker.Gateway.Http;

namespace Broker.Gateway.Broadcast;

/// <summary>The <c>broker.publish</c> section of reference.conf, read once at start-up.</summary>
/// <param name="IsGuarded">
/// Whether <c>POST /publish</c> and <c>POST /message</c> need one of the keys.
/// </param>
/// <param name="Keys">Where it is guarded and there are none, nobody may publish over HTTP.</param>
public sealed record PublishSettings(
    int BodyBytesMax, int BatchBytesMax, int BatchLinesMax, bool IsGuarded, IReadOnlyList<string> Keys)
{
    // One body is one array.
    private const int BytesHighest = 1 << 30;
    private const int LinesHighest = 100_000;
    private const int KeysMax = 1000;

    public static PublishSettings From(SettingReader config, bool isDevelopment)
    {
        ArgumentNullException.ThrowIfNull(config);
        var guard = config.GetEnum<GuardMode>("guard");
        return new PublishSettings(
            BodyBytesMax: (int)config.GetByteSize("body-bytes-max", 1, BytesHighest),
            BatchBytesMax: (int)config.GetByteSize("batch-bytes-max", 1, BytesHighest),
            BatchLinesMax: config.GetInt("batch-lines-max", 1, LinesHighest),
            IsGuarded: guard == GuardMode.On || (guard == GuardMode.Auto && !isDevelopment),
            Keys: SecretList.From(config, "keys", countMin: 0, KeysMax));
    }
}
