using Broker.Gateway.Configuration;

namespace Broker.Gateway.Hosting;

/// <summary>
/// Takes a new level of the actor system's log. The broker's own is looked at for each line.
/// </summary>
internal sealed class LogLevelReload(ActorSystem system) : IReloadable
{
    private const string AkkaLevel = "akka.loglevel";

    public IReadOnlyList<string> Keys { get; } = ["broker.process.log-level", AkkaLevel];

    public void Reload(BrokerSettings settings) => system.EventStream.SetLogLevel(
        Logging.LogLevelFor(settings.Akka.Config.GetString(AkkaLevel, "INFO")));
}
