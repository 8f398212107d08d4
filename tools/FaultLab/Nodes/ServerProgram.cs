namespace Broker.FaultLab.Nodes;

/// <summary>The built server of the same configuration as the lab.</summary>
internal static class ServerProgram
{
    // artifacts/bin/<project>/<debug|release>
    private static readonly DirectoryInfo Bin = new(AppContext.BaseDirectory.TrimEnd('/'));

    public static string Path { get; } = System.IO.Path.Combine(
        Bin.Parent!.Parent!.FullName, "Broker.Gateway", Bin.Name, "Broker.Gateway.dll");
}
