using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Broker.SpecKit;

namespace Broker.FaultLab.Nodes;

/// <summary>
/// One server process on ports and data of its own. When it ends by itself it is started again, as a service
/// manager does it.
/// </summary>
public sealed class ServerNode : IDisposable
{
    private const int SigTerm = 15, SigStop = 19, SigContinue = 18;

    private readonly Lock _lock = new();
    private readonly string _directory;
    private readonly string _connection;
    private readonly LabNetwork _network;
    private readonly HttpClient _probe = new() { Timeout = TimeSpan.FromSeconds(2) };
    private Process? _process;
    private bool _isDisposed;

    /// <param name="number">From 0.</param>
    /// <param name="directory">For its data, its configuration and its output.</param>
    /// <param name="config">HOCON.</param>
    /// <param name="connection">To PostgreSQL; empty for SQLite.</param>
    /// <param name="network">Where it lives.</param>
    public ServerNode(int number, string directory, string config, string connection, LabNetwork network)
    {
        (Number, _directory, _connection, _network) = (number, directory, connection, network);
        Directory.CreateDirectory(directory);
        File.WriteAllText(ConfigFile, config);
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
    }

    /// <summary>It ended although nothing told it to; with its exit code.</summary>
    public event Action<ServerNode, int>? EndedByItself;

    public int Number { get; }

    public string Host => _network.AddressOf(Number);

    /// <summary>The Broker.Gateway.dll that its next start runs.</summary>
    public string Program { get; set; } = ServerProgram.Path;

    public int HttpPort { get; } = FreePort.Next();

    public int HubPort { get; } = FreePort.Next();

    public Uri Http => new($"http://{Host}:{HttpPort}/");

    public Uri WebSocket(string pathAndQuery) => new($"ws://{Host}:{HttpPort}{pathAndQuery}");

    private string ConfigFile => Path.Combine(_directory, "lab.conf");

    private string OutputFile => Path.Combine(_directory, "output.log");

    public void Start()
    {
        lock (_lock)
        {
            var process = new Process { StartInfo = Description(), EnableRaisingEvents = true };
            process.OutputDataReceived += Keep;
            process.ErrorDataReceived += Keep;
            process.Exited += (_, _) => StartAgain(process);
            _process = process;
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }
    }

    public async Task KillAsync()
    {
        if (Release() is not { } process) return;

        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Ends it as an operator does, and waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(CancellationToken limit)
    {
        if (Release() is not { } process) return 0;

        using (process)
        {
            if (!process.HasExited) Send(process, SigTerm);
            await process.WaitForExitAsync(limit);
            return process.ExitCode;
        }
    }

    public void Freeze() => Signal(SigStop);

    public void Thaw() => Signal(SigContinue);

    public async Task<bool> IsReadyAsync()
    {
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

    /// <summary>What it has written so far.</summary>
    public string[] ReadOutput()
    {
        lock (_probe) return File.Exists(OutputFile) ? File.ReadAllLines(OutputFile) : [];
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        KillAtExit(null, EventArgs.Empty);
        lock (_probe) _isDisposed = true;
        _probe.Dispose();
    }

    private ProcessStartInfo Description()
    {
        string[] command =
        [
            .. _network.CommandOf(Number), "dotnet", Program,
            $"--port={HubPort}", $"--bind={Host}", $"--data={_directory}/data", $"--config={ConfigFile}",
            .. _network.HasLinks ? [$"--node-address={Host}:0"] : Array.Empty<string>(),
        ];
        var info = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _directory,
        };
        var inherited = info.Environment.Keys.Where(key => key.StartsWith("APP_", StringComparison.Ordinal)
            || key.StartsWith("BROKER_", StringComparison.Ordinal)
            || key.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList();
        foreach (var key in inherited) info.Environment.Remove(key);
        info.Environment["APP_PORT"] = HttpPort.ToString(CultureInfo.InvariantCulture);
        if (_connection.Length > 0) info.Environment["BROKER_POSTGRES"] = _connection;
        return info;
    }

    // From now on its end is wanted.
    private Process? Release()
    {
        lock (_lock)
        {
            var process = _process;
            _process = null;
            return process;
        }
    }

    private void StartAgain(Process ended)
    {
        lock (_lock)
        {
            if (ended != _process) return;

            EndedByItself?.Invoke(this, ended.ExitCode);
            ended.Dispose();
            Start();
        }
    }

    private void Signal(int signal)
    {
        lock (_lock)
        {
            if (_process is { HasExited: false } process) Send(process, signal);
        }
    }

    private void Send(Process process, int signal)
    {
        if (SendSignal(process.Id, signal) != 0 && !process.HasExited)
            throw new InvalidOperationException($"Signal {signal} does not reach node {Number}.");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;

        // What comes after the end of the process is read by another thread.
        lock (_probe)
        {
            if (!_isDisposed)
                File.AppendAllLines(OutputFile, [$"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {line.Data}"]);
        }
    }

    private void KillAtExit(object? sender, EventArgs arguments)
    {
        using var process = Release();
        if (process is { HasExited: false }) process.Kill(entireProcessTree: true);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
