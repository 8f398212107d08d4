using System.Diagnostics.Metrics;

namespace Broker.Gateway.Telemetry;

/// <summary>
/// What one instrument has come to, for each set of its attributes. Safe from any thread.
/// </summary>
internal sealed class MetricSeries(Instrument instrument, MetricKind kind, IReadOnlyList<double> boundaries)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HistogramCell> _histograms = new(StringComparer.Ordinal);

    public Instrument Instrument => instrument;

    public MetricKind Kind => kind;

    /// <summary>Takes a measurement: a change, or of an observable instrument the whole value.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = PrometheusName.Labels(tags);
        lock (_gate)
        {
            if (kind is MetricKind.Histogram) Histogram(labels).Record(value);
            else if (instrument.IsObservable) _values[labels] = value;
            else _values[labels] = _values.GetValueOrDefault(labels) + value;
        }
    }

    /// <summary>An observable instrument says again what there is: what it says no more is gone.</summary>
    public void Forget()
    {
        lock (_gate) _values.Clear();
    }

    /// <summary>Values by their labels, in the form of Prometheus.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Values()
    {
        lock (_gate) return [.. _values.OrderBy(value => value.Key, StringComparer.Ordinal)];
    }

    /// <summary>Buckets by their labels; there is always the one without any.</summary>
    public IReadOnlyList<(string Labels, long[] Counts, double Sum)> Histograms()
    {
        lock (_gate)
        {
            if (_histograms.Count == 0) Histogram("");
            return
            [
                .. from cell in _histograms
                   orderby cell.Key
                   select (cell.Key, cell.Value.Counts(), cell.Value.Sum),
            ];
        }
    }

    public IReadOnlyList<double> Boundaries => boundaries;

    private HistogramCell Histogram(string labels)
    {
        if (!_histograms.TryGetValue(labels, out var cell))
            _histograms.Add(labels, cell = new HistogramCell(boundaries));
        return cell;
    }
}
