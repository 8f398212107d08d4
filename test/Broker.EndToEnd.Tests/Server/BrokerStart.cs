using System.Diagnostics;

namespace Broker.EndToEnd.Tests.Server;

/// <summary>What one server process is started with; by default free ports and an empty directory.</summary>
public sealed record BrokerStart
{
    /// <summary>HOCON; written to a file that <c>--config</c> names.</summary>
    public string? Config { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The limit of file descriptors; null for that of the specs.</summary>
    public int? DescriptorsMax { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Null leaves <c>APP_PORT</c> away: the server then listens on its default ports.</summary>
    public int? HttpPort { get; init; } = FreePort.Next();

    public int HubPort { get; init; } = FreePort.Next();

    /// <summary>The process's working directory; it also holds the data and the configuration file.</summary>
    public string Directory { get; init; } =
        Path.Combine(Path.GetTempPath(), $"broker-e2e-{Guid.NewGuid():n}");

    public string DataDirectory => Path.Combine(Directory, "data");

    public string ConfigFile => Path.Combine(Directory, "e2e.conf");

    /// <summary>A start with exactly these arguments and no others.</summary>
    public static ProcessStartInfo Bare(params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(DotnetHost, [Repository.GatewayDll, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var inherited = info.Environment.Keys.Where(key => key.StartsWith("APP_", StringComparison.Ordinal)
            || key.StartsWith("BROKER_", StringComparison.Ordinal)
            || key.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList();
        foreach (var key in inherited) info.Environment.Remove(key);
        return info;
    }

    public ProcessStartInfo ToProcessStartInfo()
    {
        System.IO.Directory.CreateDirectory(Directory);
        var info = Bare([$"--port={HubPort}", $"--data={DataDirectory}", .. ConfigArgument(), .. Arguments]);
        info.WorkingDirectory = Directory;
        if (DescriptorsMax is { } descriptors) Limit(info, descriptors);
        if (HttpPort is { } port) info.Environment["APP_PORT"] = $"{port}";
        foreach (var (key, value) in Environment) info.Environment[key] = value;
        return info;
    }

    // A shell sets the limit and becomes the server, so that the process is the server's.
    private static void Limit(ProcessStartInfo info, int descriptorsMax)
    {
        string[] command = [info.FileName, .. info.ArgumentList];
        info.FileName = "/bin/sh";
        info.ArgumentList.Clear();
        string[] arguments = ["-c", $"ulimit -n {descriptorsMax}; exec \"$@\"", "sh", .. command];
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
    }

    private static string DotnetHost =>
        System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private IEnumerable<string> ConfigArgument()
    {
        if (Config is null) yield break;

        File.WriteAllText(ConfigFile, Config);
        yield return $"--config={ConfigFile}";
    }
}
