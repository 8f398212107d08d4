using System.Runtime.InteropServices;

namespace Broker.EndToEnd.Tests.Server;

/// <summary>
/// One server, started as an operator starts it and known only by its ports and its output. Ending it
/// with <see cref="DisposeAsync"/> also proves the clean stop: SIGTERM, then exit code 0.
/// </summary>
public sealed class BrokerProcess : IAsyncDisposable
{
    private readonly BrokerStart _start;
    private readonly RunningProcess _process;
    private bool _isJudged;

    private BrokerProcess(BrokerStart start, RunningProcess process)
    {
        (_start, _process) = (start, process);
        Http = new BrokerHttp(HttpPort);
    }

    /// <summary>The port of <c>APP_PORT</c>, or the first of the default ones.</summary>
    public int HttpPort => _start.HttpPort ?? 8080;

    public Uri BaseUri => new($"http://localhost:{HttpPort}/");

    public BrokerHttp Http { get; }

    public BrokerStart StartedWith => _start;

    public int ProcessId => _process.Id;

    public string Output => _process.Output;

    public Uri WebSocketUri(string pathAndQuery) => new($"ws://localhost:{HttpPort}{pathAndQuery}");

    public static async Task<BrokerProcess> StartAsync(BrokerStart? start = null)
    {
        start ??= new BrokerStart();
        var broker = new BrokerProcess(start, RunningProcess.Start(start.ToProcessStartInfo()));
        try
        {
            await broker.BecomesReadyAsync();
        }
        catch
        {
            broker.Kill();
            await broker.DisposeAsync();
            throw;
        }
        return broker;
    }

    /// <summary>For servers that are expected not to start: runs to the end.</summary>
    public static async Task<RunningProcess> RunToExitAsync(BrokerStart start)
    {
        try
        {
            return await RunningProcess.RunAsync(start.ToProcessStartInfo());
        }
        finally
        {
            Directory.Delete(start.Directory, recursive: true);
        }
    }

    public void Signal(PosixSignal signal) => _process.Signal(signal);

    /// <summary>The exit code, which the spec judges.</summary>
    public Task<int> ExitedAsync()
    {
        _isJudged = true;
        return _process.ExitedAsync();
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public void Kill()
    {
        _isJudged = true;
        _process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await EndAsync();
        }
        finally
        {
            Http.Dispose();
            _process.Dispose();
            // Gone already when another process was started in it, and ended before this one.
            if (Directory.Exists(_start.Directory)) Directory.Delete(_start.Directory, recursive: true);
        }
    }

    private async Task EndAsync()
    {
        if (!_process.HasExited) Signal(PosixSignal.SIGTERM);
        var exitCode = await _process.ExitedAsync();
        if (!_isJudged) Assert.True(exitCode == 0, $"The server ended with {exitCode}:\n{Output}");
    }

    private Task BecomesReadyAsync() => Patience.UntilAsync(
        () => _process.HasExited
            ? throw new InvalidOperationException($"The server ended with {_process.ExitCode}:\n{Output}")
            : Http.IsReadyAsync(),
        () => $"The server does not become ready. It wrote:\n{Output}");
}
