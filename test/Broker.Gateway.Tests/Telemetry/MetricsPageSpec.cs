using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Metrics;
using Broker.Gateway.Telemetry;
using Broker.Gateway.Tests.Startup;

namespace Broker.Gateway.Tests.Telemetry;

/// <summary>docs/metrics.md names every instrument of the broker, and no other.</summary>
public sealed class MetricsPageSpec : IDisposable
{
    private const string Row = "| `broker.";

    private readonly BrokerMetrics _metrics = new(TimeProvider.System);
    private readonly MetricReader _reader;

    public MetricsPageSpec()
    {
        _metrics.Observe(new PublishBudget(1), new OutboxBudget(1, () => { }, _metrics));
        _metrics.Rejections.Add("busy");
        _metrics.Disconnections.Add("1013");
        _reader = new MetricReader(_metrics);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void The_table_has_every_instrument_with_its_kind_and_unit() => Assert.Equal(
        Instruments()
            .Select(series => (series.Instrument.Name, KindOf(series.Kind), series.Instrument.Unit!))
            .Order(),
        Rows().Select(cells => (cells[1].Trim('`'), cells[2], cells[3].Trim('`'))).Order());

    [Fact]
    public void The_table_has_their_attributes() => Assert.All(Rows(), cells =>
    {
        var series = Instruments().Single(one => one.Instrument.Name == cells[1].Trim('`'));
        var named = cells[4].Split(", ").Select(name => name.Trim('`').Replace('.', '_')).Order();
        var labels = series.Values() is [var first, ..] ? first.Key : "";
        Assert.Equal(named, labels.Split(',').Select(label => label.Split('=')[0]).Order());
    });

    [Fact]
    public void Every_instrument_says_what_it_is() => Assert.All(
        Instruments(),
        series => Assert.EndsWith(".", series.Instrument.Description, StringComparison.Ordinal));

    private IEnumerable<MetricSeries> Instruments() =>
        _reader.Collect().Where(series => _metrics.Owns(series.Instrument));

    private static IEnumerable<string[]> Rows() =>
        from line in File.ReadLines(Path.Combine(Repository.Root, "docs", "metrics.md"))
        where line.StartsWith(Row, StringComparison.Ordinal)
        select line.Split('|', StringSplitOptions.TrimEntries);

    private static string KindOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Gauge => "gauge",
        _ => "histogram",
    };
}
