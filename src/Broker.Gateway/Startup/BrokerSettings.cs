using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Hub;
using Broker.Actors.Ids;
using Broker.Actors.Journal;
using Broker.Actors.Presence;
using Broker.Hocon;
using Broker.Journal.Postgres;
using Broker.Tcp;

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
    UsersSettings Users,
    AuctionHttpSettings AuctionHttp,
    RateSettings Rate,
    HubSettings Hub,
    ChannelSettings Channel,
    ConnectionSettings Connection,
    OutboxSettings Outbox,
    RelaySettings Relay,
    IdSettings Ids,
    JournalSettings Journal,
    PresenceSettings Presence,
    AuctionSettings Auction,
    AdminSettings Admin,
    TelemetrySettings Telemetry)
{
    /// <summary>Web origins that may use this server besides its own: more of them in <c>dev</c>.</summary>
    public IEnumerable<string> AllowedOrigins => Process.IsDevelopment
        ? [.. Http.AllowedOrigins, .. Http.DevAllowedOrigins]
        : Http.AllowedOrigins;

    /// <summary>A time in beats of the connections, at least one.</summary>
    public int BeatsOf(TimeSpan time) => Math.Max(1, (int)Math.Round(time / Connection.BeatInterval));

    /// <summary>Reads the <c>broker</c> section of a whole configuration.</summary>
    /// <exception cref="ConfigurationException">A value is of the wrong type or out of bounds.</exception>
    public static BrokerSettings From(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var broker = config.GetConfig("broker");
        var process = ProcessSettings.From(broker.GetConfig("process"));
        var journal = JournalSettings.From(broker.GetConfig("journal"));
        var isShared = journal.Store == JournalStore.Postgres;
        var settings = new BrokerSettings(
            Process: process,
            Http: HttpSettings.From(broker.GetConfig("http")),
            WebSocket: WebSocketSettings.From(broker.GetConfig("websocket")),
            Sse: SseSettings.From(broker.GetConfig("sse")),
            Publish: PublishSettings.From(broker.GetConfig("publish"), process.IsDevelopment),
            Users: UsersSettings.From(broker.GetConfig("users")),
            AuctionHttp: AuctionHttpSettings.From(broker.GetConfig("auction")),
            Rate: RateSettings.From(broker.GetConfig("rate")),
            Hub: HubSettings.From(broker.GetConfig("hub")),
            Channel: ChannelSettings.From(broker.GetConfig("channel")) with { IsShared = isShared },
            Connection: ConnectionSettings.From(broker.GetConfig("connection"), broker.GetConfig("chat")),
            Outbox: OutboxSettings.From(broker.GetConfig("outbox")),
            Relay: RelaySettings.From(broker.GetConfig("hub")),
            Ids: IdSettings.From(broker.GetConfig("ids")),
            Journal: journal,
            Presence: PresenceSettings.From(broker.GetConfig("presence")),
            Auction: AuctionSettings.From(broker.GetConfig("auction")),
            Admin: AdminSettings.From(broker.GetConfig("admin")),
            Telemetry: TelemetrySettings.From(broker.GetConfig("telemetry")));

        RefuseMalformed(settings.Journal, broker);
        if (!process.IsDevelopment) settings.RefuseDefaults(broker);
        return settings.Hub.Port == 0 || !settings.Http.Ports.Contains(settings.Hub.Port)
            ? settings
            : throw broker.Error(
                "hub.port", $"'{settings.Hub.Port}' is an HTTP port too (broker.http.ports)");
    }

    private static void RefuseMalformed(JournalSettings journal, Config broker)
    {
        if (journal.Store == JournalStore.Postgres
            && PostgresDatabase.WhyMalformed(journal.Postgres.Connection) is { } reason)
        {
            throw broker.Error("journal.postgres.connection", reason);
        }
    }

    private void RefuseDefaults(Config broker)
    {
        var reference = ConfigurationLayers.Reference.GetConfig("broker");
        Users.RefuseDefaults(broker.GetConfig("users"), reference.GetConfig("users"));
        AuctionHttp.RefuseDefault(broker.GetConfig("auction"), reference.GetConfig("auction"));
    }
}
