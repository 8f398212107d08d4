using Akka.Cluster;
using Broker.Actors.Cluster;

namespace Broker.Cluster.Joining;

/// <summary>
/// Members say with roles which versions of messages they understand, so a node knows before it sends.
/// Members of the first version say nothing.
/// </summary>
internal static class WireRoles
{
    /// <summary>For <c>akka.cluster.roles</c>.</summary>
    public static IEnumerable<string> Own { get; } =
        [.. Enumerable.Range(WireVersion.First + 1, WireVersion.Current - WireVersion.First).Select(RoleOf)];

    /// <summary>That of the members that understand a version; null for the first, which all do.</summary>
    public static string? Of(int version) => version == WireVersion.First ? null : RoleOf(version);

    public static bool Understands(this Member member, int version) =>
        Of(version) is not { } role || member.HasRole(role);

    private static string RoleOf(int version) => $"messages-{version}";
}
