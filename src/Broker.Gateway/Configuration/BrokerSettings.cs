using Akka.Configuration;
using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Configuration;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Ids;
using Broker.Cluster;
using Broker.Cluster.Joining;
using Broker.Gateway.Admin;
using Broker.Gateway.Auction;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Http;
using Broker.Gateway.Operations;
using Broker.Gateway.Tokens;
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
    TokenSettings Tokens,
    AuctionHttpSettings AuctionHttp,
    RateSettings Rate,
    HubSettings Hub,
    ChannelSettings Channel,
    ConnectionSettings Connection,
    OutboxSettings Outbox,
    RelaySettings Relay,
    IdSettings Ids,
    PersistenceSettings Persistence,
    ClusterSettings Cluster,
    AuctionSettings Auction,
    AdminSettings Admin,
    TelemetrySettings Telemetry,
    AkkaSettings Akka)
{
    /// <summary>Web origins that may use this server besides its own: more of them in <c>dev</c>.</summary>
    public IEnumerable<string> AllowedOrigins => Process.IsDevelopment
        ? [.. Http.AllowedOrigins, .. Http.DevAllowedOrigins]
        : Http.AllowedOrigins;

    /// <summary>Whether this process is a node of a cluster, of one node at least.</summary>
    public bool IsClustered => Persistence.UsesPostgres || Cluster.Discovery is Discovery.Config;

    /// <summary>The largest content that a client may publish.</summary>
    public long PublicationBytesMax => new[]
    {
        Publish.BodyBytesMax, Users.ContentBytesMax, WebSocket.ChatMessageBytesMax, Channel.BatchBytesMax,
        Hub.BodyBytesMax,
    }.Max();

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
            Tokens: TokenSettings.From(broker.GetSection("tokens")),
            AuctionHttp: AuctionHttpSettings.From(broker.GetSection("auction")),
            Rate: RateSettings.From(broker.GetSection("rate")),
            Hub: HubSettings.From(broker.GetSection("hub")),
            Channel: ChannelSettings.From(broker.GetSection("channel")),
            Connection: ConnectionSettings.From(broker.GetSection("connection"), broker.GetSection("chat")),
            Outbox: OutboxSettings.From(broker.GetSection("outbox")),
            Relay: RelaySettings.From(broker.GetSection("hub")),
            Ids: IdSettings.From(broker.GetSection("ids")),
            Persistence: PersistenceSettings.From(broker.GetSection("persistence")),
            Cluster: ClusterSettings.From(broker.GetSection("cluster"), process.IsDevelopment),
            Auction: AuctionSettings.From(broker.GetSection("auction")),
            Admin: AdminSettings.From(broker.GetSection("admin")),
            Telemetry: TelemetrySettings.From(broker.GetSection("telemetry")),
            Akka: AkkaSettings.From(config));

        if (!process.IsDevelopment) settings.RefuseDefaults(broker);
        if (settings.Cluster.Discovery is Discovery.Config) settings.RefuseStore(broker);
        return settings.Hub.Port == 0 || !settings.Http.Ports.Contains(settings.Hub.Port)
            ? settings
            : throw broker.Error(
                "hub.port", $"'{settings.Hub.Port}' is an HTTP port too (broker.http.ports)");
    }

    // Each node would have a store of its own, and a home that moves would not find its events.
    private void RefuseStore(SettingReader broker)
    {
        const string key = "cluster.discovery";
        if (Persistence.UsesPostgres)
            throw broker.Error(key, "with PostgreSQL nodes find each other there: leave it at postgres");
        if (Cluster.SeedNodes.Count == 0)
            throw broker.Error("cluster.seed-nodes", "is empty, and discovery = config needs it");
        if (Channel.Kinds.FirstOrDefault(kind => kind.IsStored) is { } stored)
            throw broker.Error(key, $"config is for clusters that store nothing: set store = off in "
                + $"broker.channel.kinds.{stored.Name}, or broker.persistence.postgres");
    }

    private void RefuseDefaults(SettingReader broker)
    {
        var reference = ConfigurationLayers.Reference.Section("broker");
        Users.RefuseDefaults(broker.GetSection("users"), reference.GetSection("users"));
        AuctionHttp.RefuseDefault(broker.GetSection("auction"), reference.GetSection("auction"));
        if (IsClustered)
            Cluster.RefuseDefault(broker.GetSection("cluster"), reference.GetSection("cluster"));
    }
}
