using System.Globalization;
using Akka.Configuration;
using Broker.Actors.Cluster;
using Broker.Cluster.Joining;

namespace Broker.Cluster;

/// <summary>What goes before the actor system's own configuration.</summary>
internal static class ClusterConfig
{
    // A batch of publications has a sender and a key for each of them.
    private const long BatchBytesMax = 1024 * 1024;

    /// <summary>The largest message between nodes: above the largest publication.</summary>
    public static long FrameBytesMax(long publicationBytesMax) =>
        Math.Max(publicationBytesMax, BatchBytesMax) + BrokerSerializer.OverheadBytesMax;

    public static Config Of(ClusterSettings settings, long publicationBytesMax) =>
        ConfigurationFactory.ParseString(Text(settings, FrameBytesMax(publicationBytesMax)))
            .WithFallback(ConfigurationFactory.FromResource("cluster.conf", typeof(ClusterConfig).Assembly))
            .WithFallback(BrokerSerializer.Configuration);

    // Without the store nothing refuses what a node writes that does not know yet that it was removed: its
    // homes start elsewhere only when it has had the time to end.
    private static string Text(ClusterSettings settings, long frameBytes)
    {
        var isStored = settings.Discovery is Discovery.Postgres;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            akka.remote.dot-netty.tcp {
              hostname = "{{settings.Node.Host}}"
              port = {{settings.Node.Port}}
              enable-ssl = on
              maximum-frame-size = {{frameBytes}}b
              send-buffer-size = {{frameBytes}}b
              receive-buffer-size = {{frameBytes}}b
            }
            akka.cluster {
              roles = [{{string.Join(", ", WireRoles.Own)}}]
              split-brain-resolver.active-strategy = {{(isStored ? "lease-majority" : "keep-majority")}}
              down-removal-margin = {{(isStored ? "500ms" : "2s")}}
            }
            """);
    }
}
