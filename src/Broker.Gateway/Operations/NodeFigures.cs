using System.IO.Enumeration;
using Broker.Actors.Channels;
using Broker.Actors.Telemetry;
using Broker.Cluster;
using Broker.Gateway.Configuration;
using Broker.Persistence;

namespace Broker.Gateway.Operations;

/// <summary>
/// Lets metrics read the store, the descriptors, and the cluster where the process is a node.
/// </summary>
internal static class NodeFigures
{
    private const string DescriptorsFolder = "/proc/self/fd";

    /// <summary>Descriptors that this process has open, where the system tells its limit.</summary>
    public static int DescriptorsOpen =>
        new FileSystemEnumerable<byte>(DescriptorsFolder, static (ref FileSystemEntry _) => 0).Count();

    public static void Observe(
        NodeInstruments node,
        StoreHealth store,
        ClusterNode? cluster,
        PeerWindows channels,
        PeerWindows? relays)
    {
        store.Written = node.Stored;
        node.ObserveStore(() => store.IsWriting, () => store.Fences);
        if (DescriptorLimit.Read() is { } limit) node.ObserveDescriptors(() => DescriptorsOpen, limit);
        if (cluster is null) return;

        node.ObserveMembers(() => cluster.MembersUp, () => cluster.MembersUnreachable);
        if (cluster.Lease is { } lease) node.ObserveLease(() => lease.IsValid, () => lease.Lost);
        if (relays is not null) node.ObserveWindows(channels, relays);
    }
}
