using System.Diagnostics.Metrics;
using Broker.Gateway.Telemetry;

namespace Broker.Gateway.Tests.Telemetry;

public sealed class PrometheusTextSpec : IDisposable
{
    private readonly Meter _meter = new("spec");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void A_counter_has_its_unit_and_total_behind_its_name()
    {
        var series = Series(_meter.CreateCounter<long>("broker.io", "By", "Bytes."), MetricKind.Counter);
        series.Record(3, []);
        series.Record(4, []);

        Assert.Equal(
            "# HELP broker_io_bytes_total Bytes.\n"
            + "# TYPE broker_io_bytes_total counter\nbroker_io_bytes_total 7\n",
            PrometheusText.Write([series]));
    }

    [Fact]
    public void A_histogram_counts_smaller_values_in_larger_buckets()
    {
        var series = new MetricSeries(
            _meter.CreateHistogram<double>("wait", "s", "Waits."), MetricKind.Histogram, [0.1, 1]);
        foreach (var value in (double[])[0.05, 0.1, 0.5, 2]) series.Record(value, []);

        Assert.Equal(
            """
            # HELP wait_seconds Waits.
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="0.1"} 2
            wait_seconds_bucket{le="1"} 3
            wait_seconds_bucket{le="+Inf"} 4
            wait_seconds_sum 2.65
            wait_seconds_count 4

            """,
            PrometheusText.Write([series]));
    }

    [Fact]
    public void A_histogram_that_saw_nothing_is_there_and_empty()
    {
        var series = new MetricSeries(
            _meter.CreateHistogram<double>("wait", "s", "Waits."), MetricKind.Histogram, [1]);

        Assert.EndsWith(
            "wait_seconds_bucket{le=\"+Inf\"} 0\nwait_seconds_sum 0\nwait_seconds_count 0\n",
            PrometheusText.Write([series]), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_labels_are_escaped_and_labels_are_in_order()
    {
        var series = Series(
            _meter.CreateUpDownCounter<long>("open", "{connection}", "A\\b\nc."), MetricKind.Gauge);
        series.Record(1, [new("z.b", "quote \" back \\ line \n"), new("a", 5)]);

        Assert.Equal(
            "# HELP open A\\\\b\\nc.\n# TYPE open gauge\n"
            + "open{a=\"5\",z_b=\"quote \\\" back \\\\ line \\n\"} 1\n",
            PrometheusText.Write([series]));
    }

    [Theory]
    [InlineData("broker.connections", "{connection}", MetricKind.Gauge, "broker_connections")]
    [InlineData("broker.outbox.size", "By", MetricKind.Gauge, "broker_outbox_size_bytes")]
    [InlineData("dotnet.process.cpu.time", "s", MetricKind.Counter, "dotnet_process_cpu_time_seconds_total")]
    [InlineData("dotnet.timer.count", "{timer}", MetricKind.Gauge, "dotnet_timer_current")]
    [InlineData("9-lives", null, MetricKind.Gauge, "__lives")]
    internal void Names_follow_the_rules_of_OpenTelemetry(
        string name, string? unit, MetricKind kind, string expected) =>
        Assert.Equal(expected, PrometheusName.Of(name, unit, kind));

    [Theory]
    [InlineData(0.00005, "5E-05")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(12345678901, "12345678901")]
    public void Numbers_are_those_that_Prometheus_reads(double value, string text)
    {
        var series = Series(_meter.CreateUpDownCounter<double>("x"), MetricKind.Gauge);
        series.Record(value, []);

        Assert.EndsWith($"\nx {text}\n", PrometheusText.Write([series]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_observable_instrument_says_no_more_is_gone()
    {
        var series = Series(_meter.CreateObservableGauge("x", () => 1L), MetricKind.Gauge);
        series.Record(1, [new("reason", "old")]);
        series.Forget();
        series.Record(5, []);
        series.Record(6, []);

        Assert.EndsWith("gauge\nx 6\n", PrometheusText.Write([series]), StringComparison.Ordinal);
    }

    private static MetricSeries Series(Instrument instrument, MetricKind kind) => new(instrument, kind, []);
}
