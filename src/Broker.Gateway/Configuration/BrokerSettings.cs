using Akka.Configuration;
using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Configuration;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Ids;
using Broker.Gateway.Auction;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Http;
using Broker.Gateway.Operations;
using Broker.Gateway.Users;
using Broker.Gateway.WebSockets;
using Broker.Persistence;
using Broker.Tcp;

namespace Broker.Gateway.Configuration;

/// <summary>
/// Every setting of the process, read once from the layers of <see cref="ConfigurationLayers"/>.
/// </summary>
public sealed record BrokerSettings(
    ProcessSettings Process,
    HttpSettings Http,
    WebSocketSettings WebSocket,
    SseSettings Sse,
    PublishSettings Publish,
    UsersSettings Users,
    AuctionHttpSettings AuctionHttp,
    RateSettings Rate,
    HubSettings Hub,
    ChannelSettings Channel,
    ConnectionSettings Connection,
    OutboxSettings Outbox,
    RelaySettings Relay,
    IdSettings Ids,
    PersistenceSettings Persistence,
    AuctionSettings Auction,
    AdminSettings Admin,
    TelemetrySettings Telemetry,
    AkkaSettings Akka)
{
    /// <summary>Web origins that may use this server besides its own: more of them in <c>dev</c>.</summary>
    public IEnumerable<string> AllowedOrigins => Process.IsDevelopment
        ? [.. Http.AllowedOrigins, .. Http.DevAllowedOrigins]
        : Http.AllowedOrigins;

    /// <summary>A time in beats of the connections, at least one.</summary>
    public int BeatsOf(TimeSpan time) => Math.Max(1, (int)Math.Round(time / Connection.BeatInterval));

    /// <summary>Reads the <c>broker</c> section of a whole configuration.</summary>
    /// <exception cref="ConfigurationException">A value is of the wrong type or out of bounds.</exception>
    public static BrokerSettings From(LayeredConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var broker = config.Section("broker");
        var process = ProcessSettings.From(broker.GetSection("process"));
        var settings = new BrokerSettings(
            Process: process,
            Http: HttpSettings.From(broker.GetSection("http")),
            WebSocket: WebSocketSettings.From(broker.GetSection("websocket")),
            Sse: SseSettings.From(broker.GetSection("sse")),
            Publish: PublishSettings.From(broker.GetSection("publish"), process.IsDevelopment),
            Users: UsersSettings.From(broker.GetSection("users")),
            AuctionHttp: AuctionHttpSettings.From(broker.GetSection("auction")),
            Rate: RateSettings.From(broker.GetSection("rate")),
            Hub: HubSettings.From(broker.GetSection("hub")),
            Channel: ChannelSettings.From(broker.GetSection("channel")),
            Connection: ConnectionSettings.From(broker.GetSection("connection"), broker.GetSection("chat")),
            Outbox: OutboxSettings.From(broker.GetSection("outbox")),
            Relay: RelaySettings.From(broker.GetSection("hub")),
            Ids: IdSettings.From(broker.GetSection("ids")),
            Persistence: PersistenceSettings.From(broker.GetSection("persistence")),
            Auction: AuctionSettings.From(broker.GetSection("auction")),
            Admin: AdminSettings.From(broker.GetSection("admin")),
            Telemetry: TelemetrySettings.From(broker.GetSection("telemetry")),
            Akka: AkkaSettings.From(config));

        if (!process.IsDevelopment) settings.RefuseDefaults(broker);
        return settings.Hub.Port == 0 || !settings.Http.Ports.Contains(settings.Hub.Port)
            ? settings
            : throw broker.Error(
                "hub.port", $"'{settings.Hub.Port}' is an HTTP port too (broker.http.ports)");
    }

    private void RefuseDefaults(SettingReader broker)
    {
        var reference = ConfigurationLayers.Reference.Section("broker");
        Users.RefuseDefaults(broker.GetSection("users"), reference.GetSection("users"));
        AuctionHttp.RefuseDefault(broker.GetSection("auction"), reference.GetSection("auction"));
    }
}
