using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Journal;
using Broker.Hocon;

namespace Broker.Gateway.Startup;

/// <summary>
/// Every setting of the process, read once from the layers of <see cref="ConfigurationLayers"/>.
/// </summary>
public sealed record BrokerSettings(
    ProcessSettings Process,
    HttpSettings Http,
    WebSocketSettings WebSocket,
    SseSettings Sse,
    PublishSettings Publish,
    HubSettings Hub,
    ChannelSettings Channel,
    ConnectionSettings Connection,
    OutboxSettings Outbox,
    JournalSettings Journal)
{
    /// <summary>Web origins that may use this server besides its own: more of them in <c>dev</c>.</summary>
    public IEnumerable<string> AllowedOrigins => Process.IsDevelopment
        ? [.. Http.AllowedOrigins, .. Http.DevAllowedOrigins]
        : Http.AllowedOrigins;

    /// <summary>Reads the <c>broker</c> section of a whole configuration.</summary>
    /// <exception cref="ConfigurationException">A value is of the wrong type or out of bounds.</exception>
    public static BrokerSettings From(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var broker = config.GetConfig("broker");
        var settings = new BrokerSettings(
            Process: ProcessSettings.From(broker.GetConfig("process")),
            Http: HttpSettings.From(broker.GetConfig("http")),
            WebSocket: WebSocketSettings.From(broker.GetConfig("websocket")),
            Sse: SseSettings.From(broker.GetConfig("sse")),
            Publish: PublishSettings.From(broker.GetConfig("publish")),
            Hub: HubSettings.From(broker.GetConfig("hub")),
            Channel: ChannelSettings.From(broker.GetConfig("channel")),
            Connection: ConnectionSettings.From(broker.GetConfig("connection"), broker.GetConfig("chat")),
            Outbox: OutboxSettings.From(broker.GetConfig("outbox")),
            Journal: JournalSettings.From(broker.GetConfig("journal")));

        return settings.Hub.Port == 0 || !settings.Http.Ports.Contains(settings.Hub.Port)
            ? settings
            : throw broker.Error(
                "hub.port", $"'{settings.Hub.Port}' is an HTTP port too (broker.http.ports)");
    }
}
