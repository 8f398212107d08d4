using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;

namespace Broker.EndToEnd.Tests.Telemetry;

/// <summary>Stands in for an OpenTelemetry collector: takes what is pushed over OTLP/HTTP.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, Channel<byte[]>> _pushed = new();

    public Collector()
    {
        Endpoint = new Uri($"http://localhost:{FreePort.Next()}/");
        _listener.Prefixes.Add(Endpoint.ToString());
        _listener.Start();
        _ = TakeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>The next body that is pushed to a path.</summary>
    public async Task<byte[]> NextAsync(string path) => await At(path).Reader.ReadAsync(Patience.Token());

    public void Dispose() => _listener.Close();

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                At(context.Request.Url!.AbsolutePath).Writer.TryWrite(body.ToArray());
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The spec is over.
        }
    }

    private Channel<byte[]> At(string path) => _pushed.GetOrAdd(path, _ => Channel.CreateUnbounded<byte[]>());
}
