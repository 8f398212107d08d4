namespace Broker.EndToEnd.Tests.Server;

/// <summary>Where the built server, the node modules and the demo lie, seen from the test assembly.</summary>
public static class Repository
{
    // artifacts/bin/Broker.EndToEnd.Tests/<debug|release>
    private static readonly DirectoryInfo Bin = new(AppContext.BaseDirectory.TrimEnd('/'));

    public static string Root => Artifacts.Parent!.FullName;

    /// <summary>The server of the same configuration as the running specs.</summary>
    public static string GatewayDll =>
        Path.Combine(Bin.Parent!.Parent!.FullName, "Broker.Gateway", Bin.Name, "Broker.Gateway.dll");

    /// <summary>What <c>.ci/run</c> installs from npm; not there on a machine that never ran it.</summary>
    public static string NodeModules => Path.Combine(Artifacts.FullName, "node", "node_modules");

    /// <summary>A client program in another language that lies beside the specs.</summary>
    public static string Script(string name) => Path.Combine(Bin.FullName, "Foreign", "Scripts", name);

    private static DirectoryInfo Artifacts => Bin.Parent!.Parent!.Parent!;
}
