using System.Diagnostics.Metrics;
using Broker.Actors.Telemetry;

namespace Broker.Gateway.Operations;

/// <summary>Listens to <c>broker.publication.duration</c> for the dashboard.</summary>
internal sealed class PublicationLatency : IDisposable
{
    private const string Instrument = "broker.publication.duration";

    private readonly MeterListener _listener = new();
    private Quantiles? _quantiles;

    public PublicationLatency(BrokerMetrics metrics, TimeProvider time)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!metrics.Owns(instrument) || instrument is not Histogram<double> { Name: Instrument } found)
                return;
            _quantiles = new Quantiles(found.Advice!.HistogramBucketBoundaries!, time);
            listener.EnableMeasurementEvents(found);
        };
        _listener.SetMeasurementEventCallback<double>((_, value, _, _) => _quantiles!.Record(value));
        _listener.Start();
    }

    /// <summary>Seconds, as <see cref="Quantiles.Read"/> has them.</summary>
    public double[] Read(params ReadOnlySpan<double> shares) => _quantiles!.Read(shares);

    public void Dispose() => _listener.Dispose();
}
