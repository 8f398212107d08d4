using System.Diagnostics;
using Broker.Postgres.TestKit;

namespace Broker.EndToEnd.Tests.Foreign;

/// <summary>
/// What <c>demo/cluster</c> offers: the script as a reader runs it, the other files as far as they go.
/// </summary>
public class ClusterDemoSpec
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "demo", "cluster");

    [SkippableFact]
    public async Task The_script_shows_what_crosses_nodes_a_killed_one_and_a_frozen_one()
    {
        PostgresServer.Require();
        using var demo = await Tool.RunScriptAsync(
            [Tool.Curl, Tool.Nc, Tool.Wscat],
            [Path.Combine(Folder, "run.sh"), Repository.GatewayDll],
            limit: TimeSpan.FromMinutes(3));
        var output = demo.Output;

        Assert.True(demo.ExitCode == 0, output);
        foreach (var name in (string[])["Alice", "Bob", "Cora"])
            Assert.Contains($"{name} < {{\"sender\":\"http\"", output, StringComparison.Ordinal);
        foreach (var name in (string[])["Alice", "Ben", "Cleo"])
            Assert.Contains("All is well", LastOf(name), StringComparison.Ordinal);
        Assert.Contains("node 2 is back", output, StringComparison.Ordinal);
        Assert.Contains("node 3 is back", output, StringComparison.Ordinal);

        string LastOf(string name) =>
            demo.Lines.Last(line => line.StartsWith(name, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_unit_is_one_that_systemd_takes()
    {
        using var directory = new TemporaryDirectory();
        var unit = directory.PathOf("broker@8080.service");
        File.Copy(Path.Combine(Folder, "broker@.service"), unit);
        using var verified = await RunningProcess.RunAsync(
            new ProcessStartInfo(Tool.SystemdAnalyze.File, ["verify", unit]));

        // A machine without /usr/bin/dotnet may say so; nothing else is said of a good unit.
        Assert.All(
            verified.Lines, line => Assert.Contains("/usr/bin/dotnet", line, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_compose_file_has_three_brokers_that_wait_for_a_database()
    {
        const string script = """
            import sys, yaml
            services = yaml.safe_load(open(sys.argv[1]))["services"]
            for name in ("broker1", "broker2", "broker3"):
                print(name, services[name]["depends_on"]["postgres"]["condition"],
                      "BROKER_POSTGRES" in services[name]["environment"])
            """;
        using var read = await RunningProcess.RunAsync(new ProcessStartInfo(
            Tool.PythonWithYaml.File, ["-c", script, Path.Combine(Folder, "compose.yaml")]));

        Assert.Equal(
            ["broker1 service_healthy True", "broker2 service_healthy True", "broker3 service_healthy True"],
            read.Lines);
    }
}
