using Akka.Configuration;
using Broker.Actors.Configuration;

namespace Broker.Gateway.Configuration;

/// <summary>
/// The settings that hold now. They are read again on SIGHUP, from the same layers as at the start; a process
/// that starts again as another node keeps the newest.
/// </summary>
/// <param name="read">Reads settings, and where each comes from.</param>
internal sealed class LiveSettings(Func<(BrokerSettings Settings, LayeredConfig Config)> read)
{
    private (BrokerSettings Settings, LayeredConfig Config) _read = read();
    private volatile BrokerSettings? _fitted;

    /// <summary>After <see cref="Fit"/> its limits of connections fit the file descriptors.</summary>
    public BrokerSettings Current => _fitted ?? _read.Settings;

    public LayeredConfig Config => _read.Config;

    /// <summary>Fits the limits of connections to the limit of file descriptors.</summary>
    /// <returns>Whether one had to be lowered.</returns>
    /// <exception cref="StartupException">There is no room for clients.</exception>
    public bool Fit() => (_fitted = Fitted(_read.Settings)) != _read.Settings;

    /// <summary>Reads all layers, and hands what they say to the parts that can take it.</summary>
    /// <returns>The keys whose values are other than before.</returns>
    /// <exception cref="ConfigurationException">A value is wrong: then nothing changes.</exception>
    /// <exception cref="StartupException">A file or a key is wrong: then nothing changes.</exception>
    public IReadOnlyList<string> Reload(IEnumerable<IReloadable> parts)
    {
        var (before, now) = (Config, read());
        var fitted = Fitted(now.Settings);
        (_read, _fitted) = (now, fitted);
        foreach (var part in parts) part.Reload(fitted);
        return Changed(before, now.Config);
    }

    private static BrokerSettings Fitted(BrokerSettings settings) =>
        DescriptorLimit.Read() is { } descriptors ? DescriptorFit.Fit(settings, descriptors) : settings;

    private static IReadOnlyList<string> Changed(LayeredConfig before, LayeredConfig after)
    {
        var known = before.Entries.ToDictionary(entry => entry.Path, entry => entry.Value);
        var found = after.Entries.ToDictionary(entry => entry.Path, entry => entry.Value);
        return
        [
            .. known.Keys.Union(found.Keys)
                .Where(key => known.GetValueOrDefault(key) != found.GetValueOrDefault(key))
                .Order(StringComparer.Ordinal),
        ];
    }
}
