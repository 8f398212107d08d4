using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Broker.Benchmarks.Kit;

/// <summary>A broker of its own process over a data directory, killed in the end.</summary>
internal sealed class Server : IDisposable
{
    /// <summary>What is answered is written, not flushed.</summary>
    public const string WithoutFsync = "broker.persistence.fsync = off";

    // USER_HZ is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;

    private Server(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Seconds of CPU that it has taken so far (proc(5), fields 14 and 15).</summary>
    public double CpuSeconds
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (Field(11) + Field(12)) / TicksPerSecond;

            double Field(int index) => double.Parse(fields[index], CultureInfo.InvariantCulture);
        }
    }

    /// <param name="directory">Holds its data; what is there is what it starts with.</param>
    /// <param name="settings">HOCON that it starts with.</param>
    /// <param name="postgres">Connection string of the database of a cluster; null for one node.</param>
    public static async Task<Server> StartAsync(
        string gateway, string directory, string settings, string? postgres = null)
    {
        var (port, hub) = (FreePort(), FreePort());
        var config = Path.Combine(directory, "broker.conf");
        await File.WriteAllTextAsync(config, settings);
        var info = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { gateway, $"--port={hub}", $"--data={directory}/data", $"--config={config}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["APP_PORT"] = $"{port}";
        if (postgres is not null) info.Environment["BROKER_POSTGRES"] = postgres;
        var process = Process.Start(info)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new Server(process, port);
        await server.BecomesReadyAsync();
        return server;
    }

    public HttpClient NewHttp() => new() { BaseAddress = new Uri($"http://localhost:{Port}/") };

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task BecomesReadyAsync()
    {
        using var http = NewHttp();
        while (!await IsReadyAsync(http))
        {
            if (_process.HasExited) throw new InvalidOperationException("the server does not start");
            await Task.Delay(Pace);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
