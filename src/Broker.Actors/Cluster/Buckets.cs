using System.Globalization;
using Akka.Util;

namespace Broker.Actors.Cluster;

/// <summary>
/// Facts that have one home in a cluster, such as names of clients, are many and small: those of one bucket
/// share a home. Which bucket a fact is in is the same on all nodes and in all versions.
/// </summary>
public static class Buckets
{
    /// <summary>Enough to spread them evenly over as many nodes as there may be.</summary>
    public const int Count = 64;

    private static readonly string[] Ids =
        [.. Enumerable.Range(0, Count).Select(bucket => bucket.ToString(CultureInfo.InvariantCulture))];

    public static int Of(string key) => (int)((uint)MurmurHash.StringHash(key) % Count);

    /// <summary>The id of a bucket as an entity; null for a number that no bucket has.</summary>
    public static string? IdOf(int bucket) => bucket is >= 0 and < Count ? Ids[bucket] : null;
}
