using System.Net;
using System.Net.Sockets;
using System.Text;
using Broker.Gateway.Configuration;
using Broker.Gateway.Hosting;
using Broker.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Broker.Gateway.Tests.Hosting;

/// <summary>The whole server in the specs' own process, on free ports, with a store of its own.</summary>
public sealed class RunningGateway : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly EventStore _store;
    private readonly WebApplication _app;

    private RunningGateway(TemporaryDirectory directory, EventStore store, WebApplication app)
    {
        (_directory, _store, _app) = (directory, store, app);
        int[] ports =
        [
            .. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
                .Select(address => new Uri(address).Port),
        ];
        (Port, HubPort) = (ports[0], ports[^1]);
    }

    public int Port { get; }

    public int HubPort { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="config">HOCON over the defaults.</param>
    public static async Task<RunningGateway> StartAsync(string config = "")
    {
        const string ports = "broker { http.ports = [0], hub.port = 0 }\n";
        var directory = new TemporaryDirectory();
        var settings = BrokerSettings.From(ConfigurationLayers.Reference.With(ports + config, "spec.conf"));
        settings = settings with { Process = settings.Process with { DataDirectory = directory.Path } };
        var store = await OpenStore.RunAsync(settings, NullLoggerFactory.Instance);
        var app = BrokerHost.Build(settings, store);
        await app.StartAsync();
        return new RunningGateway(directory, store, app);
    }

    /// <summary>Sends bytes, each a character of Latin-1, and reads one answer with its body.</summary>
    public async Task<HttpAnswer> AnswerAsync(string request)
    {
        using var client = new TcpClient { NoDelay = true };
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await client.ConnectAsync(IPAddress.Loopback, Port, late.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), late.Token);
        var hasNoBody = request.StartsWith("HEAD ", StringComparison.Ordinal);
        var bytes = new byte[64 * 1024];
        for (var length = 0; ;)
        {
            var read = await stream.ReadAsync(bytes.AsMemory(length), late.Token);
            length += read;
            var text = Encoding.Latin1.GetString(bytes, 0, length);
            if (HttpAnswer.TryParse(text, hasNoBody || read == 0) is { } answer) return answer;
            if (read == 0) throw new EndOfStreamException($"The server ended after: {text}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _store.DisposeAsync();
        _directory.Dispose();
    }
}
