namespace Broker.EndToEnd.Tests.Server;

/// <summary>Where the built server and the clients lie that the specs start.</summary>
public static class Repository
{
    private static readonly string Artifacts = Path.Combine(SourceTree.Root, "artifacts");

    // artifacts/bin/Broker.EndToEnd.Tests/<debug|release>
    private static readonly DirectoryInfo Bin = new(AppContext.BaseDirectory.TrimEnd('/'));

    /// <summary>The server of the same configuration as the running specs.</summary>
    public static string GatewayDll =>
        Path.Combine(Artifacts, "bin", "Broker.Gateway", Bin.Name, "Broker.Gateway.dll");

    /// <summary>What <c>.ci/run</c> installs from npm; not there on a machine that never ran it.</summary>
    public static string NodeModules => Path.Combine(Artifacts, "node", "node_modules");

    /// <summary>A client program in another language that lies beside the specs.</summary>
    public static string Script(string name) => Path.Combine(Bin.FullName, "Foreign", "Scripts", name);
}
