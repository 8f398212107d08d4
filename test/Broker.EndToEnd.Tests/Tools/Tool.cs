using System.Diagnostics;
using Broker.Postgres.TestKit;

namespace Broker.EndToEnd.Tests.Tools;

/// <summary>
/// The programs that are not ours and not always there. A spec that needs one is skipped, with the
/// reason, on a machine that does not have it; <c>.ci/run</c> installs them all.
/// </summary>
public static class Tool
{
    /// <summary>Debian's package belongs to this interpreter, whatever <c>PATH</c> finds first.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly Dictionary<string, Lazy<bool>> Known = new()
    {
        ["curl"] = new(() => OnPath("curl") is not null),
        ["python"] = new(() => File.Exists(Python)),
        ["nc"] = new(() => OnPath("nc") is not null),
        ["promtool"] = new(() => OnPath("promtool") is not null),
        ["bash"] = new(() => OnPath("bash") is not null),
        ["systemd-analyze"] = new(() => OnPath("systemd-analyze") is not null),
        ["yaml"] = new(() => File.Exists(Python) && Succeeds(new(Python, ["-c", "import yaml"]))),
        ["postgres"] = new(() => PostgresServer.Missing is null),
        ["chromium"] = new(() => Chromium is not null),
        // Its test runner, and AbortSignal, Response and streams without a flag.
        ["node 20"] = new(() => OnPath("node") is { } node
            && Succeeds(Node(node, "-e", "process.exit(+(parseInt(process.versions.node) < 20))"))),
        ["wscat"] = new(() => Wscat is not null && OnPath("node") is not null),
        ["ws"] = new(() => OnPath("node") is { } node && Succeeds(Node(node, "-e", "require('ws')"))),
        ["websockets"] = new(() => File.Exists(Python) && Succeeds(new(Python, ["-c", "import websockets"]))),
        ["default ports"] = new(() => new[] { 8080, 3501, 8000 }.All(FreePort.IsFree)),
    };

    public static string? Chromium =>
        OnPath("chromium") ?? OnPath("chromium-browser") ?? OnPath("google-chrome");

    public static string? Wscat
    {
        get
        {
            var installed = Path.Combine(Repository.NodeModules, ".bin", "wscat");
            return File.Exists(installed) ? installed : OnPath("wscat");
        }
    }

    /// <summary>Null when all are there, else the sentence that the test runner shows.</summary>
    public static string? WhyMissing(params IEnumerable<string> tools)
    {
        var missing = tools.Where(tool => !Known[tool].Value).ToList();
        return missing.Count == 0 ? null : $"Not on this machine: {string.Join(", ", missing)}.";
    }

    /// <summary>Node with the modules that <c>.ci/run</c> installed, then Debian's.</summary>
    public static ProcessStartInfo Node(string node, params string[] arguments) => new(node, arguments)
    {
        Environment = { ["NODE_PATH"] = $"{Repository.NodeModules}:/usr/share/nodejs:/usr/lib/node_modules" },
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, program))
        .FirstOrDefault(File.Exists);

    private static bool Succeeds(ProcessStartInfo info)
    {
        info.RedirectStandardOutput = info.RedirectStandardError = true;
        using var process = System.Diagnostics.Process.Start(info)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
