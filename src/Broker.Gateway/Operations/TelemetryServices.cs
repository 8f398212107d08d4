using System.Diagnostics.Metrics;
using Broker.Actors.Telemetry;
using Broker.Gateway.Configuration;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Broker.Gateway.Operations;

/// <summary>
/// Pushes metrics, and traces where some are sampled, to an OpenTelemetry collector. It adds nothing when
/// there is no endpoint. What a collector does not take is lost; nothing waits for it.
/// </summary>
internal static class TelemetryServices
{
    private const string ServiceName = "broker";
    private const string RuntimeMeter = "System.Runtime";

    // OpenTelemetry reserves room for all of them, per instrument. Protocols and reasons are far fewer.
    private const int AttributeSetsMax = 200;

    public static IServiceCollection AddTelemetry(this IServiceCollection services, BrokerSettings settings)
    {
        services.AddSingleton<PublicationLatency>();
        if (settings.Telemetry.OtlpEndpoint is { } endpoint) services.AddOtlp(settings, endpoint);
        return services;
    }

    /// <summary>
    /// The meters that are shown. The framework's own of connections and requests are not among them:
    /// listening to those makes an idle connection larger.
    /// </summary>
    /// <param name="nameOf">The name that an instrument is shown under.</param>
    public static MeterProviderBuilder AddBrokerMeters(
        this MeterProviderBuilder builder, Func<Instrument, string> nameOf) => builder
        .AddMeter(BrokerMetrics.MeterName, RuntimeMeter)
        .AddView(instrument => new MetricStreamConfiguration
        {
            Name = nameOf(instrument),
            CardinalityLimit = AttributeSetsMax,
        });

    private static void AddOtlp(this IServiceCollection services, BrokerSettings settings, Uri endpoint)
    {
        var telemetry = settings.Telemetry;
        var open = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .Clear().AddService(ServiceName, serviceVersion: settings.Process.Version))
            .WithMetrics(metrics => metrics
                .AddBrokerMeters(nameOf: instrument => instrument.Name)
                .AddOtlpExporter((exporter, reader) =>
                {
                    Point(exporter, endpoint, "v1/metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                        (int)telemetry.OtlpInterval.TotalMilliseconds;
                }));
        if (telemetry.TraceRatio == 0) return;

        open.WithTracing(traces => traces
            .AddSource(PublishSpans.SourceName)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(telemetry.TraceRatio)))
            .AddOtlpExporter(exporter =>
            {
                Point(exporter, endpoint, "v1/traces");
                var batch = exporter.BatchExportProcessorOptions;
                batch.ScheduledDelayMilliseconds = (int)Math.Min(
                    batch.ScheduledDelayMilliseconds, telemetry.OtlpInterval.TotalMilliseconds);
            }));
    }

    private static void Point(OtlpExporterOptions exporter, Uri endpoint, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
