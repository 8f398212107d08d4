using System.Diagnostics.Metrics;
using Broker.Actors.Metrics;

namespace Broker.Gateway.Telemetry;

/// <summary>
/// Listens to the broker's meter and to the runtime's own, and keeps what the instruments say for whoever
/// reads it. Those that are observable cost nothing until somebody does.
/// </summary>
internal sealed class MetricReader : IDisposable
{
    private const string RuntimeMeter = "System.Runtime";

    private readonly BrokerMetrics _metrics;
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    /// <summary>Begins to listen.</summary>
    public MetricReader(BrokerMetrics metrics)
    {
        _metrics = metrics;
        _listener.InstrumentPublished = Listen;
        _listener.SetMeasurementEventCallback<double>((_, value, tags, to) => Record(to, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, to) => Record(to, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, to) => Record(to, value, tags));
        _listener.Start();
    }

    /// <summary>Reads all instruments now. By name, so that two answers can be compared.</summary>
    public IReadOnlyList<MetricSeries> Collect()
    {
        lock (_gate)
        {
            foreach (var series in _series.Values)
                if (series.Instrument.IsObservable) series.Forget();
            _listener.RecordObservableInstruments();
            return [.. _series.Values];
        }
    }

    /// <summary>The series of an instrument that is always there.</summary>
    public MetricSeries Of(string instrument)
    {
        lock (_gate) return _series[instrument];
    }

    public void Dispose() => _listener.Dispose();

    private void Listen(Instrument instrument, MeterListener listener)
    {
        // What the framework would count of every connection and request is left out: it makes an idle
        // connection larger.
        if (!_metrics.Owns(instrument) && instrument.Meter.Name != RuntimeMeter) return;
        if (KindOf(instrument) is not { } kind) return;

        var boundaries = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? [];
        var series = new MetricSeries(instrument, kind, boundaries);
        lock (_gate)
        {
            // Two of one name would be one metric with two truths.
            if (!_series.TryAdd(instrument.Name, series)) return;
        }
        listener.EnableMeasurementEvents(instrument, series);
    }

    private static MetricKind? KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> or ObservableCounter<long> or ObservableCounter<double> => MetricKind.Counter,
        UpDownCounter<long> or ObservableUpDownCounter<long> or ObservableUpDownCounter<int>
            or ObservableGauge<long> or ObservableGauge<int> or ObservableGauge<double> => MetricKind.Gauge,
        Histogram<double> => MetricKind.Histogram,
        _ => null,
    };

    private static void Record(
        object? series, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricSeries)series!).Record(value, tags);
}
