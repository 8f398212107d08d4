using Broker.Actors.Metrics;
using Broker.Actors.Tracing;
using Broker.Gateway.Startup;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Broker.Gateway.Hosting;

/// <summary>
/// Pushes figures, and traces where some are sampled, to an OpenTelemetry collector. Without an endpoint
/// nothing of OpenTelemetry is loaded. What a collector does not take is lost; nothing waits for it.
/// </summary>
internal sealed class TelemetryExport(BrokerSettings settings) : IHostedService, IDisposable
{
    private const string ServiceName = "broker";
    private IDisposable? _metrics;
    private IDisposable? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Telemetry.OtlpEndpoint is { } endpoint) Start(endpoint);
        return Task.CompletedTask;
    }

    // Disposing flushes, for as long as an export may take.
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, cancellationToken);

    public void Dispose()
    {
        Interlocked.Exchange(ref _metrics, null)?.Dispose();
        Interlocked.Exchange(ref _traces, null)?.Dispose();
    }

    // A method of its own: what it names is loaded when it is called.
    private void Start(Uri endpoint)
    {
        var resource = ResourceBuilder.CreateDefault()
            .AddService(ServiceName, serviceVersion: settings.Process.Version)
            .AddEnvironmentVariableDetector();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(BrokerMetrics.MeterName, "System.Runtime")
            .AddOtlpExporter((exporter, reader) =>
            {
                Point(exporter, endpoint, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                    (int)settings.Telemetry.OtlpInterval.TotalMilliseconds;
            })
            .Build();
        if (settings.Telemetry.TraceRatio == 0) return;

        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(PublishSpans.SourceName)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.Telemetry.TraceRatio)))
            .AddOtlpExporter(exporter => Point(exporter, endpoint, "v1/traces"))
            .Build();
    }

    private static void Point(OtlpExporterOptions exporter, Uri endpoint, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
