using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Broker.EndToEnd.Tests.Server;

/// <summary>A child process: its output is kept, and it never outlives the specs.</summary>
public sealed class RunningProcess : IDisposable
{
    private readonly System.Diagnostics.Process _process;
    private readonly ConcurrentQueue<string> _lines = [];

    private RunningProcess(System.Diagnostics.Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Standard output and standard error so far, line by line as they came.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public string Output => string.Join('\n', _lines);

    /// <summary>Only with a redirected standard input.</summary>
    public StreamWriter Input => _process.StandardInput;

    public static RunningProcess Start(ProcessStartInfo info)
    {
        info.RedirectStandardOutput = info.RedirectStandardError = true;
        var running = new RunningProcess(new System.Diagnostics.Process { StartInfo = info });
        running._process.OutputDataReceived += running.Keep;
        running._process.ErrorDataReceived += running.Keep;
        AppDomain.CurrentDomain.ProcessExit += running.KillAtExit;
        running._process.Start();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Runs to the end.</summary>
    /// <param name="limit">For what takes its time by design.</param>
    public static async Task<RunningProcess> RunAsync(ProcessStartInfo info, TimeSpan? limit = null)
    {
        var running = Start(info);
        await running.ExitedAsync(limit);
        return running;
    }

    /// <summary>The exit code, once the process has ended and all it wrote has been read.</summary>
    public async Task<int> ExitedAsync(TimeSpan? limit = null)
    {
        using var late = new CancellationTokenSource(limit ?? Patience.Limit);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Process {Id} does not end. It wrote:\n{Output}");
        }
        return _process.ExitCode;
    }

    public Task SawLineAsync(string part) => Patience.UntilAsync(
        () => Task.FromResult(_lines.Any(line => line.Contains(part, StringComparison.Ordinal))),
        () => $"Process {Id} did not write \"{part}\" but:\n{Output}");

    public void Signal(PosixSignal signal) => Assert.Equal(0, SendSignal(Id, signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        _ => 15,
    }));

    public void Kill()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        Kill();
        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null) _lines.Enqueue(line.Data);
    }

    private void KillAtExit(object? sender, EventArgs arguments) => Kill();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
