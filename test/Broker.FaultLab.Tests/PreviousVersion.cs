namespace Broker.FaultLab.Tests;

/// <summary>The server of the version before this one. <c>tools/previous-version.sh</c> builds it.</summary>
internal static class PreviousVersion
{
    /// <summary>The path of its Broker.Gateway.dll; skips the spec where it is not built.</summary>
    public static string Require()
    {
        var commit = File.ReadAllText(Path.Combine(SourceTree.Root, "tools", "previous-version")).Trim();
        var server = Path.Combine(
            SourceTree.Root, "artifacts", "previous", commit,
            "artifacts", "bin", "Broker.Gateway", "release", "Broker.Gateway.dll");
        Skip.If(!File.Exists(server), "tools/previous-version.sh builds the version before.");
        return server;
    }
}
