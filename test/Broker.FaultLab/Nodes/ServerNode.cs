using System.Diagnostics;
using System.Runtime.InteropServices;
using Broker.SpecKit;

namespace Broker.FaultLab.Nodes;

/// <summary>One server process on ports and data of its own, which can be ended and started again.</summary>
public sealed class ServerNode : IDisposable
{
    private const int SigStop = 19, SigContinue = 18;

    private readonly string _directory;
    private readonly string _connection;
    private readonly HttpClient _probe = new() { Timeout = TimeSpan.FromSeconds(2) };
    private Process? _process;

    /// <param name="number">From 0.</param>
    /// <param name="directory">For its data, its configuration and its output.</param>
    /// <param name="config">HOCON.</param>
    /// <param name="connection">To PostgreSQL; empty for SQLite.</param>
    public ServerNode(int number, string directory, string config, string connection)
    {
        (Number, _directory, _connection) = (number, directory, connection);
        Directory.CreateDirectory(directory);
        File.WriteAllText(ConfigFile, config);
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
    }

    public int Number { get; }

    public int HttpPort { get; } = FreePort.Next();

    public int HubPort { get; } = FreePort.Next();

    public Uri Http => new($"http://localhost:{HttpPort}/");

    public Uri WebSocket(string pathAndQuery) => new($"ws://localhost:{HttpPort}{pathAndQuery}");

    private string ConfigFile => Path.Combine(_directory, "lab.conf");

    private string OutputFile => Path.Combine(_directory, "output.log");

    public void Start()
    {
        _process = new Process { StartInfo = Description() };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task KillAsync()
    {
        // Nobody who waits for it to be ready may start it meanwhile.
        using var process = _process;
        _process = null;
        if (process is null) return;
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public void Freeze() => Signal(SigStop);

    public void Thaw() => Signal(SigContinue);

    public async Task<bool> IsReadyAsync()
    {
        if (_process?.HasExited == true) Start();
        try
        {
            using var answer = await _probe.GetAsync(new Uri(Http, "readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            return false;
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        KillAtExit(null, EventArgs.Empty);
        _process?.Dispose();
        _probe.Dispose();
    }

    private ProcessStartInfo Description()
    {
        var info = new ProcessStartInfo("dotnet",
            [ServerProgram.Path, $"--port={HubPort}", $"--data={_directory}/data", $"--config={ConfigFile}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _directory,
        };
        var inherited = info.Environment.Keys.Where(key => key.StartsWith("APP_", StringComparison.Ordinal)
            || key.StartsWith("BROKER_", StringComparison.Ordinal)
            || key.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList();
        foreach (var key in inherited) info.Environment.Remove(key);
        info.Environment["APP_PORT"] = $"{HttpPort}";
        if (_connection.Length > 0) info.Environment["BROKER_POSTGRES"] = _connection;
        return info;
    }

    private void Signal(int signal)
    {
        if (_process is { HasExited: false } && SendSignal(_process.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} does not reach node {Number}.");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (_probe) File.AppendAllLines(OutputFile, [$"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {line.Data}"]);
    }

    private void KillAtExit(object? sender, EventArgs arguments)
    {
        if (_process is { HasExited: false }) _process.Kill(entireProcessTree: true);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
