using System.Text;
using Broker.Actors.Configuration;
using Broker.Cluster.Joining;
using Broker.Cluster.Security;

namespace Broker.Cluster;

/// <summary>The <c>broker.cluster</c> section of reference.conf, read once at start-up.</summary>
/// <param name="SeedNodes">For <see cref="Discovery.Config"/>.</param>
/// <param name="Node">Where other nodes reach this one.</param>
/// <param name="Shards">Parts that the homes of one kind are spread in.</param>
/// <param name="Certificates">PEM files; null where the secret makes the keys.</param>
public sealed record ClusterSettings(
    Discovery Discovery,
    IReadOnlyList<NodeAddress> SeedNodes,
    NodeAddress Node,
    int Shards,
    string Secret,
    CertificateFiles? Certificates)
{
    private const int ShardsMax = 10_000;
    private const int SecretBytesMin = 32;

    public static ClusterSettings From(SettingReader config, bool isDevelopment)
    {
        ArgumentNullException.ThrowIfNull(config);
        var node = config.GetString("node-address");
        return new ClusterSettings(
            Discovery: config.GetEnum<Discovery>("discovery"),
            SeedNodes:
            [
                .. config.GetStringList("seed-nodes").Select(text => Parse(config, "seed-nodes", text)),
            ],
            Node: node.Length == 0 ? NodeAddress.Default(isDevelopment) : Parse(config, "node-address", node),
            Shards: config.GetInt("shards", 1, ShardsMax),
            Secret: config.GetString("secret"),
            Certificates: CertificatesFrom(config));
    }

    /// <summary>Outside <c>dev</c> the default secret is known to everyone.</summary>
    /// <exception cref="Akka.Configuration.ConfigurationException">It is that, or too short.</exception>
    public void RefuseDefault(SettingReader config, SettingReader reference)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(reference);
        if (Certificates is not null) return;
        if (Secret == reference.GetString("secret"))
            throw config.Error("secret", "the default is for APP_ENVIRONMENT=dev only");
        if (Encoding.UTF8.GetByteCount(Secret) < SecretBytesMin)
            throw config.Error("secret", $"it has less than {SecretBytesMin} bytes");
    }

    private static CertificateFiles? CertificatesFrom(SettingReader config)
    {
        string[] keys = ["certificate", "certificate-key", "certificate-authority"];
        string[] files = [.. keys.Select(config.GetString)];
        if (files.All(file => file.Length == 0)) return null;

        var missing = Array.FindIndex(files, file => file.Length == 0);
        return missing < 0
            ? new CertificateFiles(files[0], files[1], files[2])
            : throw config.Error(keys[missing], $"is missing: {string.Join(", ", keys)} go together");
    }

    private static NodeAddress Parse(SettingReader config, string key, string text) =>
        NodeAddress.TryParse(text) ?? throw config.Error(key, $"'{text}' is not HOST:PORT");
}
