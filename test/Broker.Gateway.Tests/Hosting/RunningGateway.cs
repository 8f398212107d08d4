using System.Net;
using System.Net.Sockets;
using System.Text;
using Broker.Actors.Configuration;
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

    public string DataDirectory => _directory.Path;

    public IServiceProvider Services => _app.Services;

    public ActorSystem System => Services.GetRequiredService<ActorSystem>();

    /// <param name="config">HOCON over the defaults.</param>
    public static async Task<RunningGateway> StartAsync(string config = "")
    {
        var directory = new TemporaryDirectory();
        var file = directory.Write("spec.conf", config);
        var live = new LiveSettings(() => Read(directory.Path, file));
        var store = await OpenStore.RunAsync(live.Current, NullLoggerFactory.Instance);
        var app = BrokerHost.Build(live, store);
        await app.StartAsync();
        return new RunningGateway(directory, store, app);
    }

    /// <summary>Writes another file of settings, and has it read as SIGHUP does.</summary>
    public void Reload(string config)
    {
        _directory.Write("spec.conf", config);
        Services.GetRequiredService<ReloadOnHangUp>().Reload();
    }

    /// <summary>Sends bytes, each a character of Latin-1, and reads one answer with its body.</summary>
    public async Task<HttpAnswer> AnswerAsync(string request)
    {
        using var client = await ConnectAsync();
        return await AnswerAsync(client, request);
    }

    public async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, Port);
        return client;
    }

    /// <summary>The same on a connection that stays open.</summary>
    public static async Task<HttpAnswer> AnswerAsync(TcpClient client, string request)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), late.Token);
        var hasNoBody = request.StartsWith("HEAD ", StringComparison.Ordinal);
        var bytes = new byte[64 * 1024];
        for (var length = 0; ;)
        {
            var read = await stream.ReadAsync(bytes.AsMemory(length), late.Token);
            length += read;
            var text = Encoding.Latin1.GetString(bytes, 0, length);
            if (HttpAnswer.TryParse(text, isOver: hasNoBody || read == 0) is { } answer) return answer;
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

    private static (BrokerSettings Settings, LayeredConfig Config) Read(string directory, string file)
    {
        var config = ConfigurationLayers.Load(
            CommandLine.Parse(["--http-port=0", "--port=0", $"--data={directory}", $"--config={file}"]),
            new Dictionary<string, string>(), directory, warn: _ => { });
        return (BrokerSettings.From(config), config);
    }
}
