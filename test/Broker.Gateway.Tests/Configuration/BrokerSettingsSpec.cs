using Akka.Configuration;
using Broker.Actors.Configuration;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

public class BrokerSettingsSpec
{
    private static readonly LayeredConfig Reference = ConfigurationLayers.Reference;

    public static TheoryData<string> Keys => [
        .. Reference.Entries.Select(entry => entry.Path)
            .Where(path => path.StartsWith("broker.", StringComparison.Ordinal)),
    ];

    [Fact]
    public void The_reference_has_everything_that_is_read()
    {
        var settings = BrokerSettings.From(Reference);

        Assert.Equal([8080, 3501, 8000], settings.Http.Ports);
        Assert.Equal(1234, settings.Hub.Port);
        Assert.Equal(1 << 20, settings.WebSocket.MessageBytesMax);
        Assert.Equal(1 << 16, settings.WebSocket.ChatMessageBytesMax);
        Assert.Equal((1024, 32), (settings.WebSocket.FragmentsMax, settings.WebSocket.JsonDepthMax));
        Assert.Equal(
            (TimeSpan.FromSeconds(10), 32 << 10),
            (settings.Http.HeadersTimeout, settings.Http.HeadersBytesMax));
        Assert.Equal((100_000, 1000), (settings.Connection.ConnectionsMax, settings.Connection.ChannelsMax));
        Assert.Equal(1 << 20, settings.Outbox.BytesMax);
        Assert.Equal(
            ["default", "broadcast", "users", "offers"],
            settings.Channel.Kinds.Select(kind => kind.Name));
        Assert.Equal((255, 1_000_000), (settings.Relay.ReceiversMax, settings.Relay.RelaysPerSecondMax));
        Assert.Equal(1000, settings.Ids.BlockSize);
    }

    // A list in a list is wrong for every key, so a key that nothing reads would pass.
    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_key_of_the_reference_is_read(string key)
    {
        var error = Refused($"{key} = [[]]");

        Assert.Equal((key, $"a.conf:1:{key.Length + 4}"), (error.Key, error.Place));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void No_key_may_be_taken_away(string key) => Assert.Equal(key, Refused($"{key} = null").Key);

    [Fact]
    public void No_key_is_in_both_references()
    {
        var actors = typeof(Actors.Channels.ChannelSettings).Assembly;
        var keys = new[] { actors, typeof(Tcp.HubSettings).Assembly, typeof(BrokerSettings).Assembly }
            .SelectMany(assembly => LayeredConfig.Empty.WithReference(assembly).Entries)
            .Select(entry => entry.Path)
            .ToArray();

        Assert.Equal(keys.Distinct(), keys);
    }

    [Theory]
    [InlineData("process.environment", "\"\"", "is empty")]
    [InlineData("process.environment", "\"a b\"", "is not up to 64 letters, digits and . - _ +")]
    [InlineData("process.version", "\"1\\n2\"", "is not up to 64 letters, digits and . - _ +")]
    [InlineData("process.bind", "example.com", "'example.com' is not an IP address, localhost or *")]
    [InlineData("process.data", "\"\"", "is empty")]
    [InlineData("process.data", "\"a\\u0000b\"", "is not a path")]
    [InlineData("process.ask-timeout", "0", "'0' is not from 1 ms to 1 d")]
    [InlineData("process.drain-timeout", "2d", "'2d' is not from 0 s to 1 d")]
    [InlineData("process.connections-per-address-max", "few", "'few' is not auto or a whole number")]
    [InlineData("process.connections-per-address-max", "-1", "'-1' is not from 0 to 2147483647")]
    [InlineData("process.descriptors-reserved", "-1", "'-1' is not from 0 to 2147483647")]
    [InlineData("http.ports", "[]", "has 0 ports, not 1 to 16")]
    [InlineData("http.ports", "[-1]", "'-1' is not a port from 0 to 65535")]
    [InlineData("http.ports", "[80, 65536]", "'65536' is not a port from 0 to 65535")]
    [InlineData("http.ports", "[80, 81, 80]", "'80' is there twice")]
    [InlineData("http.connections-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("http.first-byte-timeout", "0", "'0' is not from 1 ms to 1 d")]
    [InlineData("http.headers-timeout", "infinite", "'infinite' is not from 1 ms to 1 d")]
    [InlineData("http.headers-bytes-max", "1000", "'1000' is not from 1 KiB to 1 MiB")]
    [InlineData("http.headers-bytes-max", "2MiB", "'2MiB' is not from 1 KiB to 1 MiB")]
    [InlineData("hub.port", "65536", "'65536' is not from 0 to 65535")]
    [InlineData("hub.port", "8080", "'8080' is an HTTP port too (broker.http.ports)")]
    [InlineData("websocket.message-bytes-max", "0", "'0' is not from 1 B to 1 GiB")]
    [InlineData("websocket.chat-message-bytes-max", "2GiB", "'2GiB' is not from 1 B to 1 GiB")]
    [InlineData("websocket.fragments-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("websocket.json-depth-max", "1001", "'1001' is not from 1 to 1000")]
    [InlineData("websocket.ping-interval", "0s", "'0s' is not from 1 ms to 1 d")]
    [InlineData("websocket.pong-timeout", "0s", "'0s' is not from 1 ms to 1 d")]
    [InlineData("websocket.close-timeout", "0s", "'0s' is not from 1 ms to 1 d")]
    [InlineData("sse.keep-alive-interval", "0s", "'0s' is not from 1 ms to 1 d")]
    [InlineData("publish.body-bytes-max", "0", "'0' is not from 1 B to 1 GiB")]
    [InlineData("publish.guard", "maybe", "'maybe' is not one of auto, on, off")]
    [InlineData("users.token-lifetime", "0s", "'0s' is not from 1 s to 365 d")]
    [InlineData("users.socket-token-lifetime", "366d", "'366d' is not from 1 s to 365 d")]
    [InlineData("tokens.bytes-max", "100", "'100' is not from 256 B to 64 KiB")]
    [InlineData("tokens.clock-skew", "6m", "'6m' is not from 0 s to 5 m")]
    [InlineData("tokens.jwks-timeout", "2m", "'2m' is not from 1 ms to 1 m")]
    [InlineData("tokens.jwks-bytes-max", "17MiB", "'17MiB' is not from 1 KiB to 16 MiB")]
    [InlineData("tokens.jwks-keys-max", "0", "'0' is not from 1 to 10000")]
    [InlineData("users.used-tokens-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("users.used-tokens-waiting-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("users.ping-interval", "0s", "'0s' is not from 1 ms to 1 d")]
    [InlineData("users.message-bytes-max", "0", "'0' is not from 1 B to 1 GiB")]
    [InlineData("users.body-bytes-max", "0", "'0' is not from 1 B to 1 GiB")]
    [InlineData("auction.secrets", "[]", "has 0 items, not 1 to 8")]
    [InlineData("auction.token-lifetime", "0s", "'0s' is not from 1 s to 365 d")]
    [InlineData("auction.hash-queue-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("auction.hash-queue-per-address-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("auction.password-rounds", "999", "'999' is not from 1000 to 100000000")]
    [InlineData("auction.wrong-passwords-remembered-max", "-1", "'-1' is not from 0 to 2147483647")]
    [InlineData("auction.wrong-password-memory", "0s", "'0s' is not from 1 ms to 1 d")]
    [InlineData("auction.hash-workers", "65", "'65' is not from 0 to 64")]
    [InlineData("auction.password-bytes-max", "0", "'0' is not from 1 B to 64 KiB")]
    [InlineData("auction.body-bytes-max", "0", "'0' is not from 1 B to 1 GiB")]
    [InlineData("auction.stream-message-bytes-max", "0", "'0' is not from 1 B to 1 GiB")]
    [InlineData("auction.first-event-timeout", "0s", "'0s' is not from 1 ms to 1 d")]
    [InlineData("rate.window", "0s", "'0s' is not from 100 ms to 1 d")]
    [InlineData("rate.keys-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("rate.tokens-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("rate.socket-tokens-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("rate.messages-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("rate.connects-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("rate.sign-ups-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("rate.login-requests-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("rate.logins-window", "0s", "'0s' is not from 100 ms to 1 d")]
    [InlineData("rate.wrong-passwords-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("rate.logins-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("connection.drain-at-once-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("channel.channels-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("channel.held-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("channel.batch-publications-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("channel.batch-bytes-max", "2GiB", "'2GiB' is not from 1 B to 2147483647 B")]
    [InlineData("channel.queued-bytes-max", "0", "'0' is not from 1 B to 9223372036854775807 B")]
    [InlineData("channel.idempotency-window", "31d", "'31d' is not from 1 ms to 30 d")]
    [InlineData("channel.idempotency-keys-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("channel.kinds.default.history-size-max", "-1", "'-1' is not from 0 to 2147483647")]
    [InlineData("channel.kinds.broadcast.history-age-max", "0", "'0' is not from 1 ms to 30 d")]
    [InlineData("channel.kinds.default.subscribers-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("channel.kinds.default.store", "paper", "'paper' is not on, off, true or false")]
    [InlineData(
        "channel.kinds.default.slow-consumer", "wait",
        "'wait' is not one of disconnect, drop-oldest, keep-latest")]
    [InlineData("channel.kinds.default.publish", "all", "'all' is not one of anyone, subscribers, nobody")]
    [InlineData(
        "channel.kinds.default.pattern", "x", "no kind has the pattern *, which the other channels need")]
    [InlineData("channel.kinds.broadcast.pattern", "\"*\"", "'*' is the pattern of another kind too")]
    [InlineData("channel.kinds.broadcast.pattern", "\"\"", "is empty")]
    [InlineData("connection.connections-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("connection.channels-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("connection.requests-waiting-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("connection.name-bytes-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("connection.beat-interval", "2m", "'2m' is not from 1 ms to 1 m")]
    [InlineData("outbox.bytes-max", "0", "'0' is not from 1 B to 9223372036854775807 B")]
    [InlineData("outbox.total-bytes-max", "0", "'0' is not from 1 B to 9223372036854775807 B")]
    [InlineData("persistence.fsync", "perhaps", "'perhaps' is not on, off, true or false")]
    [InlineData("persistence.lock-timeout", "1ms", "'1ms' is not from 10 ms to 1 m")]
    [InlineData("persistence.wal-bytes-max", "1", "'1' is not from 1 MiB to 9223372036854775807 B")]
    [InlineData("persistence.write-timeout", "2m", "'2m' is not from 10 ms to 1 m")]
    [InlineData("persistence.queued-writes-max", "0", "'0' is not from 1 to 2147483647")]
    [InlineData("persistence.queued-bytes-max", "1", "'1' is not from 1 MiB to 9223372036854775807 B")]
    [InlineData(
        "persistence.postgres", "\"Host=db;Colour=green\"", "Couldn't set colour (Parameter 'colour')")]
    [InlineData("persistence.postgres", "\"Database=broker\"", "it names no Host")]
    [InlineData(
        "persistence.postgres", "\"postgres://db/broker\"",
        "it is a URL; it must be Host=...;Username=...;Password=...;Database=...")]
    [InlineData("persistence.pool-max", "1", "'1' is not from 2 to 1000")]
    public void A_value_that_cannot_be_used_is_refused_with_place_key_and_reason(
        string key, string value, string reason)
    {
        var text = $"broker.{key} = {value}";
        var column = text.IndexOf('=', StringComparison.Ordinal) + 3;

        Assert.Equal($"a.conf:1:{column}: broker.{key}: {reason}", Refused(text).Message);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("example.com")]
    [InlineData("http://*.example.com")]
    [InlineData("http://example.com/")]
    [InlineData("http://example.com/path")]
    [InlineData("http://user@example.com")]
    [InlineData("http://example.com?x")]
    [InlineData("mailto:me@example.com")]
    [InlineData("http://")]
    public void Only_origins_can_be_allowed(string origin)
    {
        var error = Refused($"broker.http.allowed-origins = [\"{origin}\"]");

        Assert.EndsWith(
            $"'{origin}' is not an origin: scheme://host or scheme://host:port",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Origins_are_kept_as_they_were_written()
    {
        string[] origins = ["https://Example.com", "http://localhost:4000", "http://[::1]:80"];
        var list = string.Join(", ", origins.Select(origin => $"\"{origin}\""));

        Assert.Equal(origins, Read($"broker.http.allowed-origins = [{list}]").Http.AllowedOrigins);
    }

    [Fact]
    public void In_dev_more_origins_are_allowed_than_elsewhere()
    {
        const string Elsewhere = "broker { process.environment = prod, "
            + "users { token-secrets = [one], socket-token-secrets = [two] }, auction.secrets = [three] }";
        const string Lists =
            "broker.http { allowed-origins = [\"http://a\"], dev-allowed-origins = [\"http://b\"] }";

        Assert.Equal(["http://a", "http://b"], Read(Lists).AllowedOrigins);
        Assert.Equal(["http://a"], Read($"{Lists}, {Elsewhere}").AllowedOrigins);
        Assert.Equal(
            "broker.http.dev-allowed-origins", Refused("broker.http.dev-allowed-origins = [\"*\"]").Key);
    }

    [Fact]
    public void Any_free_port_may_be_asked_for_more_than_once()
    {
        var settings = Read("broker { hub.port = 0, http.ports = [0, 0] }");

        Assert.Equal(0, settings.Hub.Port);
        Assert.Equal([0, 0], settings.Http.Ports);
    }

    [Fact]
    public void A_kind_is_laid_over_the_default_one_and_needs_its_own_pattern()
    {
        const string Kind = "broker.channel.kinds.\"my.news\"";
        var kind = Read($"{Kind} {{ pattern = \"news*\", slow-consumer = keep-latest }}").Channel.Kinds[^1];

        Assert.Equal(("my.news", "news*", 100_000), (kind.Name, kind.Pattern, kind.SubscribersMax));
        Assert.EndsWith(
            $"{Kind}.pattern: is missing", Refused($"{Kind}.slow-consumer = keep-latest").Message,
            StringComparison.Ordinal);
        Assert.Equal(Kind, Refused($"{Kind} = 5").Key);
    }

    private static BrokerSettings Read(string text) =>
        BrokerSettings.From(Reference.With(text, "a.conf"));

    private static Refusal Refused(string text) =>
        Refusal.Of(Assert.Throws<ConfigurationException>(() => Read(text)));
}
