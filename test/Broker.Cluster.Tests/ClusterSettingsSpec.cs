using Akka.Configuration;
using Broker.Actors.Configuration;
using Broker.Cluster.Joining;
using Broker.Cluster.Security;

namespace Broker.Cluster.Tests;

public class ClusterSettingsSpec
{
    private static readonly LayeredConfig Reference =
        LayeredConfig.Empty.WithReference(typeof(ClusterSettings).Assembly);

    [Fact]
    public void Reads_the_reference()
    {
        var settings = Read("", isDevelopment: true);

        Assert.Equal(Discovery.Postgres, settings.Discovery);
        Assert.Equal(new NodeAddress("127.0.0.1", 0), settings.Node);
        Assert.Equal(100, settings.Shards);
        Assert.Null(settings.Certificates);
    }

    [Fact]
    public void Outside_dev_a_node_is_at_an_address_of_the_machine()
    {
        var settings = Read("", isDevelopment: false);

        Assert.Equal(2552, settings.Node.Port);
        Assert.NotEmpty(settings.Node.Host);
    }

    [Theory]
    [InlineData("a.example:2552", "a.example", 2552)]
    [InlineData("10.0.0.1:0", "10.0.0.1", 0)]
    [InlineData("[::1]:65535", "::1", 65535)]
    public void Reads_an_address(string text, string host, int port) =>
        Assert.Equal(
            new NodeAddress(host, port), Read($"node-address = \"{text}\"", isDevelopment: false).Node);

    [Theory]
    [InlineData("node-address", "a.example")]
    [InlineData("node-address", ":2552")]
    [InlineData("node-address", "a.example:65536")]
    [InlineData("node-address", "a.example:-1")]
    [InlineData("node-address", "a b:1")]
    [InlineData("seed-nodes", "a.example")]
    public void Refuses_what_is_no_address(string key, string text)
    {
        var value = key == "seed-nodes" ? $"[\"{text}\"]" : $"\"{text}\"";
        var refusal = Assert.Throws<ConfigurationException>(() => Read($"{key} = {value}", true));
        Assert.Contains($"broker.cluster.{key}: '{text}' is not HOST:PORT", refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_certificate_files_that_are_not_complete()
    {
        var refusal = Assert.Throws<ConfigurationException>(
            () => Read("certificate = a, certificate-authority = c", true));
        Assert.Contains(
            "broker.cluster.certificate-key: is missing", refusal.Message, StringComparison.Ordinal);

        Assert.Equal(
            new CertificateFiles("a", "b", "c"),
            Read("certificate = a, certificate-key = b, certificate-authority = c", true).Certificates);
    }

    [Theory]
    [InlineData("", "dev only")]
    [InlineData("secret = short", "less than 32 bytes")]
    [InlineData("secret = \"0123456789abcdef0123456789abcdef\"", null)]
    [InlineData("certificate = a, certificate-key = b, certificate-authority = c", null)]
    public void Outside_dev_the_secret_is_no_default_and_long_enough(string text, string? problem)
    {
        var config = Reference.With($"broker.cluster {{ {text} }}", "spec").Section("broker.cluster");
        var settings = ClusterSettings.From(config, isDevelopment: false);
        var refusal = Record.Exception(
            () => settings.RefuseDefault(config, Reference.Section("broker.cluster")));

        if (problem is null) Assert.Null(refusal);
        else
            Assert.Contains(
                problem, Assert.IsType<ConfigurationException>(refusal).Message, StringComparison.Ordinal);
    }

    private static ClusterSettings Read(string text, bool isDevelopment) => ClusterSettings.From(
        Reference.With($"broker.cluster {{ {text} }}", "spec").Section("broker.cluster"), isDevelopment);
}
