using System.Text;
using System.Text.Json.Nodes;
using Broker.Gateway.Configuration;
using Broker.Gateway.Hosting;
using Broker.Gateway.OpenApi;
using Broker.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Broker.Gateway.Tests.OpenApi;

/// <summary>The server's routes, and the document that it makes of them.</summary>
public sealed class OpenApiFixture : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private EventStore? _store;
    private WebApplication? _app;

    public EndpointDataSource Endpoints { get; private set; } = null!;

    public JsonObject Json { get; private set; } = null!;

    public ReadResult Read { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var settings = BrokerSettings.From(ConfigurationLayers.Reference);
        settings = settings with { Process = settings.Process with { DataDirectory = _directory.Path } };
        _store = await OpenStore.RunAsync(settings, NullLoggerFactory.Instance);
        var live = new LiveSettings(() => (settings, ConfigurationLayers.Reference));
        _app = BrokerHost.Build(live, _store);
        Endpoints = new CompositeEndpointDataSource(((IEndpointRouteBuilder)_app).DataSources);
        var source = new OpenApiSource(Endpoints, settings.Process, _app.Environment);
        var text = Encoding.UTF8.GetString(await source.MakeAsync(CancellationToken.None));
        Json = JsonNode.Parse(text)!.AsObject();
        Read = OpenApiDocument.Parse(text, OpenApiConstants.Json);
    }

    public async Task DisposeAsync()
    {
        await _app!.DisposeAsync();
        await _store!.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();
}
