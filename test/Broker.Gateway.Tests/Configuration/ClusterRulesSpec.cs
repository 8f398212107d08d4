using Akka.Configuration;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

/// <summary>Which settings make a node, and which of them contradict each other.</summary>
public class ClusterRulesSpec
{
    private const string Seeds = "cluster { discovery = config, seed-nodes = [\"10.0.0.1:2552\"] }";
    private const string Postgres = "persistence.postgres = \"Host=db\"";
    private const string NothingStored = "channel.kinds.users.store = off";
    private const string Secrets = "process.environment = prod, auction.secrets = [three], "
        + "users { token-secrets = [one], socket-token-secrets = [two] }";

    [Fact]
    public void A_process_alone_is_no_node() => Assert.False(Read("").IsClustered);

    [Fact]
    public void One_with_PostgreSQL_is() => Assert.True(Read(Postgres).IsClustered);

    [Fact]
    public void One_with_seed_nodes_is_where_nothing_is_stored() =>
        Assert.True(Read($"{Seeds}, {NothingStored}").IsClustered);

    [Theory]
    [InlineData(Seeds, "cluster.discovery", "set store = off in broker.channel.kinds.users")]
    [InlineData($"{Seeds}, {NothingStored}, {Postgres}", "cluster.discovery", "leave it at postgres")]
    [InlineData($"cluster.discovery = config, {NothingStored}", "cluster.seed-nodes", "is empty")]
    [InlineData("cluster.seed-nodes = [here]", "cluster.seed-nodes", "'here' is not HOST:PORT")]
    [InlineData("cluster.shards = 0", "cluster.shards", "'0' is not from 1 to 10000")]
    public void What_contradicts_is_refused(string settings, string key, string problem)
    {
        var refusal = Refused(settings);

        Assert.Equal($"broker.{key}", refusal.Key);
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_dev_a_node_needs_a_secret_of_its_own_and_a_process_alone_does_not()
    {
        Read(Secrets);

        Assert.Equal("broker.cluster.secret", Refused($"{Secrets}, {Postgres}").Key);
        Assert.Contains(
            "less than 32 bytes", Refused($"{Secrets}, {Postgres}, cluster.secret = short").Message,
            StringComparison.Ordinal);
        Read($"{Secrets}, {Postgres}, cluster.secret = {new string('x', 32)}");
    }

    [Fact]
    public void A_frame_has_room_for_the_largest_content_of_any_protocol()
    {
        const int Large = 8 << 20;

        Assert.Equal(Large, Read($"publish.body-bytes-max = {Large}").PublicationBytesMax);
        Assert.Equal(Large, Read($"users.content-bytes-max = {Large}").PublicationBytesMax);
        Assert.Equal(Large, Read($"websocket.chat-message-bytes-max = {Large}").PublicationBytesMax);
    }

    private static BrokerSettings Read(string settings) => BrokerSettings.From(
        ConfigurationLayers.Reference.With($"broker {{ {settings} }}", "a.conf"));

    private static Refusal Refused(string settings) =>
        Refusal.Of(Assert.Throws<ConfigurationException>(() => Read(settings)));
}
