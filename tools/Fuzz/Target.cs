using System.Diagnostics;
using System.Globalization;

namespace Broker.Fuzz;

/// <summary>The server process, in its environment <c>dev</c>, where a stranger reaches most.</summary>
internal sealed class Target : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory _data = new();
    private readonly List<string> _errors = [];
    private readonly Process _process;
    private long _logBytes;

    public Target()
    {
        // artifacts/bin/<project>/<debug|release>
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var gateway = Path.Combine(
            here.Parent!.Parent!.FullName, "Broker.Gateway", here.Name, "Broker.Gateway.dll");
        string[] arguments = [gateway, $"--port={HubPort}", $"--data={_data.Path}/data"];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _data.Path,
        };
        start.Environment["APP_PORT"] = $"{HttpPort}";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int HttpPort { get; } = FreePort.Next();

    public int HubPort { get; } = FreePort.Next();

    public bool HasExited => _process.HasExited;

    /// <summary>What the process has logged, in bytes.</summary>
    public long LogBytes => Interlocked.Read(ref _logBytes);

    /// <summary>Resident memory (proc(5), VmRSS), in bytes.</summary>
    public long MemoryBytes =>
        _process.HasExited
            ? 0
            : File.ReadLines($"/proc/{_process.Id}/status")
                .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])
                .Select(kibibytes => long.Parse(kibibytes, CultureInfo.InvariantCulture) << 10)
                .Single();

    /// <summary>Lines of its log that say that the broker itself has failed.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors) return [.. _errors];
        }
    }

    public async Task BecomesReadyAsync(CancellationToken stop)
    {
        using var http = new HttpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        using var pace = new PeriodicTimer(Pace);
        while (!await IsReadyAsync(http, limit.Token)) await pace.WaitForNextTickAsync(limit.Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _data.Dispose();
    }

    private async Task<bool> IsReadyAsync(HttpClient http, CancellationToken stop)
    {
        if (_process.HasExited) throw new InvalidOperationException("The server does not start.");
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://localhost:{HttpPort}/readyz"), stop);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not { } text) return;

        Interlocked.Add(ref _logBytes, text.Length + 1);
        // The console names its levels so.
        var isError = text.Contains("fail: ", StringComparison.Ordinal)
            || text.Contains("crit: ", StringComparison.Ordinal);
        if (!isError) return;

        lock (_errors) _errors.Add(text);
    }
}
