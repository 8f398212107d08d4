using Akka.Configuration;
using Broker.Actors.Configuration;

namespace Broker.Gateway.Configuration;

/// <summary>The <c>akka</c> section, which Akka.NET itself reads when the actor system starts.</summary>
/// <param name="Config">The section under its own name alone: Akka.NET may log all that it gets.</param>
public sealed record AkkaSettings(Config Config)
{
    private const string Name = "akka";

    /// <exception cref="ConfigurationException">Akka.NET does not start with these settings.</exception>
    public static AkkaSettings From(LayeredConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var settings = new AkkaSettings(config.Config.GetValue(Name).AtKey(Name));
        try
        {
            _ = new Settings(system: null, settings.Config.WithFallback(ConfigurationFactory.Default()));
            return settings;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException
            or NotSupportedException or ConfigurationException)
        {
            throw new ConfigurationException($"{Name}: Akka.NET refuses what is set below it: {e.Message}");
        }
    }
}
