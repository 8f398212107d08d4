using Xunit;

namespace Broker.Postgres.TestKit;

/// <summary>What specs of several nodes can rely on.</summary>
public static class SeveralNodes
{
    /// <summary>
    /// Whether nodes tell each other what they have: names and lists of clients, relays of the hub, lists of
    /// channels, limits that count over nodes.
    /// </summary>
    public static bool HaveFactsOfAllNodes => false;

    /// <summary>Skips a spec of that.</summary>
    public static void RequireFactsOfAllNodes() => Skip.IfNot(HaveFactsOfAllNodes, "until step 4");
}
