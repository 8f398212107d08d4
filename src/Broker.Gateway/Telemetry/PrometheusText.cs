using System.Globalization;
using System.Text;

namespace Broker.Gateway.Telemetry;

/// <summary>Series in the text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<MetricSeries> series)
    {
        var text = new StringBuilder();
        foreach (var one in series) Write(text, one);
        return text.ToString();
    }

    private static void Write(StringBuilder text, MetricSeries series)
    {
        var instrument = series.Instrument;
        var name = PrometheusName.Of(instrument.Name, instrument.Unit, series.Kind);
        text.Append("# HELP ").Append(name).Append(' ')
            .Append(PrometheusName.EscapeHelp(instrument.Description ?? instrument.Name)).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(TypeOf(series.Kind)).Append('\n');
        foreach (var (labels, value) in series.Values()) Sample(text, name, labels, value);
        if (series.Kind is not MetricKind.Histogram) return;

        foreach (var (labels, counts, sum) in series.Histograms())
            Histogram(text, name, labels, (series.Boundaries, counts, sum));
    }

    // Each bucket counts the smaller ones too; the last takes everything.
    private static void Histogram(
        StringBuilder text,
        string name,
        string labels,
        (IReadOnlyList<double> Boundaries, long[] Counts, double Sum) histogram)
    {
        var total = 0L;
        for (var i = 0; i < histogram.Counts.Length; i++)
        {
            total += histogram.Counts[i];
            var bound = i < histogram.Boundaries.Count ? Number(histogram.Boundaries[i]) : "+Inf";
            Sample(text, $"{name}_bucket", Join(labels, $"le=\"{bound}\""), total);
        }
        Sample(text, $"{name}_sum", labels, histogram.Sum);
        Sample(text, $"{name}_count", labels, total);
    }

    private static void Sample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Join(string labels, string label) =>
        labels.Length == 0 ? label : $"{labels},{label}";

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Gauge => "gauge",
        _ => "histogram",
    };
}
