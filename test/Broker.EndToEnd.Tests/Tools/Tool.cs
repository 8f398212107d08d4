using System.Diagnostics;

namespace Broker.EndToEnd.Tests.Tools;

/// <summary>
/// The programs that are not part of this repository; <c>.ci/run</c> installs them all. A copy that it
/// installed in <c>artifacts/node</c> goes before the <c>PATH</c>.
/// </summary>
public static class Tool
{
    // Debian's modules belong to this interpreter; the PATH may name another one first.
    private static readonly string[] Interpreter = ["/usr/bin/python3"];

    public static ForeignProgram Bash { get; } = Named("bash", "--version");

    public static ForeignProgram Curl { get; } = Named("curl", "--version");

    public static ForeignProgram Nc { get; } = Named("nc", "-h");

    public static ForeignProgram Promtool { get; } = Named("promtool", "--version");

    public static ForeignProgram SystemdAnalyze { get; } = Named("systemd-analyze", "--version");

    public static ForeignProgram Python { get; } = new("python3", Interpreter, "--version");

    public static ForeignProgram PythonWithWebsockets { get; } =
        new("python3-websockets", Interpreter, "-c", "import websockets");

    public static ForeignProgram PythonWithYaml { get; } =
        new("python3-yaml", Interpreter, "-c", "import yaml");

    /// <summary>Has a test runner; needs no flag for AbortSignal, Response and streams.</summary>
    public static ForeignProgram Node20 { get; } =
        Node("Node.js 20", "process.exit(+(parseInt(process.versions.node) < 20))");

    /// <summary>A Node that finds the module ws.</summary>
    public static ForeignProgram NodeWithWs { get; } = Node("ws for Node.js", "require('ws')");

    public static ForeignProgram Wscat { get; } = new(
        "wscat",
        [Path.Combine(Repository.NodeModules, ".bin", "wscat"), .. ForeignProgram.OnPath("wscat")],
        "--version");

    /// <summary>A browser that shows a page without a display, as the specs start it.</summary>
    public static ForeignProgram Chromium { get; } = new(
        "chromium",
        new[] { "chromium", "chromium-browser", "google-chrome" }.SelectMany(ForeignProgram.OnPath),
        file =>
        {
            using var profile = new TemporaryDirectory();
            return Probe.ProblemOf(new ProcessStartInfo(file,
            [
                "--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile.Path}",
                "--dump-dom", "about:blank",
            ]));
        });

    /// <summary>A start of Node that finds the modules of <c>.ci/run</c>, then Debian's.</summary>
    public static ProcessStartInfo StartOf(ForeignProgram node, params string[] arguments) =>
        StartOf(node.File, arguments);

    /// <summary>Runs a bash script that finds these tools first, each in the copy that works here.</summary>
    public static async Task<RunningProcess> RunScriptAsync(
        ForeignProgram[] tools, string[] command, TimeSpan? limit = null)
    {
        ForeignProgram.Require([Bash, .. tools]);
        using var links = new TemporaryDirectory();
        foreach (var tool in tools)
            File.CreateSymbolicLink(links.PathOf(Path.GetFileName(tool.File)), tool.File);
        var path = $"{links.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        return await RunningProcess.RunAsync(
            new ProcessStartInfo(Bash.File, command) { Environment = { ["PATH"] = path } }, limit);
    }

    private static ForeignProgram Named(string name, params string[] arguments) =>
        new(name, ForeignProgram.OnPath(name), arguments);

    private static ForeignProgram Node(string name, string script) => new(
        name, ForeignProgram.OnPath("node"), file => Probe.ProblemOf(StartOf(file, "-e", script)));

    private static ProcessStartInfo StartOf(string file, params string[] arguments) => new(file, arguments)
    {
        Environment = { ["NODE_PATH"] = $"{Repository.NodeModules}:/usr/share/nodejs:/usr/lib/node_modules" },
    };
}
