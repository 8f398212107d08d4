namespace Broker.Gateway.Configuration;

/// <summary>
/// One setting that the environment, and some of them also the command line, can set (contracts §0). This
/// table is the only list of them: parsing, layers and <c>--help</c> follow it.
/// </summary>
/// <param name="Path">The key in the configuration.</param>
/// <param name="Argument">Such as <c>--port</c>; null where there is none.</param>
/// <param name="ArgumentValue">What <c>--help</c> calls the argument's value.</param>
internal sealed record SettingOverride(
    string Path,
    string Variable,
    string? Argument,
    string? ArgumentValue,
    string Meaning)
{
    /// <summary>Set where one text stands for a list with one item.</summary>
    public bool IsList { get; private init; }

    /// <summary>Other names of the argument.</summary>
    public IReadOnlyList<string> ArgumentAliases { get; private init; } = [];

    public static SettingOverride HubPort { get; } = new(
        "broker.hub.port", "BROKER_HUB_PORT", "--port", "N", "TCP port of the hub")
    {
        ArgumentAliases = ["--hub-port"],
    };

    public static SettingOverride Bind { get; } = new(
        "broker.process.bind", "BROKER_BIND", "--bind", "ADDRESS", "address to listen on");

    public static SettingOverride Data { get; } = new(
        "broker.process.data", "BROKER_DATA", "--data", "DIR", "data directory, for one process at a time");

    public static SettingOverride HttpPorts { get; } = new(
        "broker.http.ports", "APP_PORT", "--http-port", "N", "the one HTTP port, instead of all others")
    {
        IsList = true,
    };

    public static SettingOverride Environment { get; } = new(
        "broker.process.environment", "APP_ENVIRONMENT", null, null, "such as dev, staging or prod");

    public static SettingOverride Version { get; } = new(
        "broker.process.version", "APP_VERSION", null, null, "version to show instead of the build's");

    public static SettingOverride TokenSecret { get; } = new(
        "broker.users.token-secrets", "BROKER_TOKEN_SECRET", null, null, "secret of application tokens")
    {
        IsList = true,
    };

    public static SettingOverride SocketTokenSecret { get; } = new(
        "broker.users.socket-token-secrets", "BROKER_SOCKET_TOKEN_SECRET", null, null,
        "secret of socket tokens")
    {
        IsList = true,
    };

    public static SettingOverride AuctionSecret { get; } = new(
        "broker.auction.secrets", "BROKER_AUCTION_SECRET", null, null, "secret of auction tokens")
    {
        IsList = true,
    };

    public static SettingOverride PublishKey { get; } = new(
        "broker.publish.keys", "BROKER_PUBLISH_KEY", null, null, "key for publishing over HTTP")
    {
        IsList = true,
    };

    public static SettingOverride AdminToken { get; } = new(
        "broker.admin.token", "BROKER_ADMIN_TOKEN", null, null, "token for /metrics and /admin");

    public static SettingOverride Postgres { get; } = new(
        "broker.persistence.postgres", "BROKER_POSTGRES", null, null,
        "PostgreSQL to store in, such as Host=db");

    public static SettingOverride NodeAddress { get; } = new(
        "broker.cluster.node-address", "BROKER_NODE_ADDRESS", "--node-address", "HOST:PORT",
        "where other nodes reach this one");

    public static SettingOverride ClusterSecret { get; } = new(
        "broker.cluster.secret", "BROKER_CLUSTER_SECRET", null, null, "secret that nodes share");

    public static SettingOverride OtlpEndpoint { get; } = new(
        "broker.telemetry.otlp-endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT", null, null,
        "OpenTelemetry collector to push to");

    public static IReadOnlyList<SettingOverride> All { get; } =
    [
        HubPort, Bind, Data, HttpPorts, Environment, Version, TokenSecret, SocketTokenSecret, AuctionSecret,
        PublishKey, AdminToken, Postgres, NodeAddress, ClusterSecret, OtlpEndpoint,
    ];

    /// <summary>Key, argument and variable in one line, for messages that say where to change it.</summary>
    public string Described => string.Join(", ", new[] { Path, Argument, Variable }.OfType<string>());
}
