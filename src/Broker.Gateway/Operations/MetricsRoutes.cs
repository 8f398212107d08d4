using System.Diagnostics.Metrics;
using System.Net.Mime;
using Broker.Gateway.Admin;
using Broker.Gateway.OpenApi;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Broker.Gateway.Operations;

/// <summary><c>GET /metrics</c>: what the broker and its runtime count, for Prometheus.</summary>
internal static class MetricsRoutes
{
    private const string Path = "/metrics";
    private const string Count = ".count";

    public static void MapMetrics(this WebApplication app)
    {
        var gate = app.Services.GetRequiredService<AdminGate>();
        var meters = NewMeters();
        app.Lifetime.ApplicationStopped.Register(meters.Dispose);
        app.MapPrometheusScrapingEndpoint(
            Path,
            meters,
            branch => branch.Use((context, next) =>
            {
                gate.Check(context.Request);
                return next(context);
            }),
            optionsName: null)
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
            .ForAdmins()
            .Describe("getMetrics", "All metrics, for Prometheus.", "`docs/metrics.md` explains them.")
            .Produces(200, "The metrics.", typeof(string), MediaTypeNames.Text.Plain);
    }

    private static MeterProvider NewMeters() => Sdk.CreateMeterProviderBuilder()
        // No environment variable of OpenTelemetry counts (docs/metrics.md).
        .ConfigureServices(services =>
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()))
        .AddBrokerMeters(NameOf)
        .AddPrometheusExporter(options =>
        {
            options.ScopeInfoEnabled = false;
            options.TargetInfoEnabled = false;
            options.ScrapeResponseCacheDurationMilliseconds = 0;
        })
        .Build();

    // In Prometheus "_count" is what a histogram's own count ends in; promtool refuses it elsewhere.
    private static string NameOf(Instrument instrument) =>
        instrument is ObservableUpDownCounter<int> or ObservableUpDownCounter<long>
        && instrument.Name.EndsWith(Count, StringComparison.Ordinal)
            ? instrument.Name[..^Count.Length] + ".current"
            : instrument.Name;
}
