using System.Diagnostics.Metrics;
using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;

namespace Broker.Gateway.Tests.Operations;

/// <summary>docs/metrics.md names every instrument of the broker, and no other.</summary>
public sealed class MetricsPageSpec : IDisposable
{
    private const string Row = "| `broker.";

    private readonly BrokerMetrics _metrics = new(TimeProvider.System);
    private readonly Dictionary<Instrument, string[]> _attributes = [];

    public MetricsPageSpec()
    {
        _metrics.Observe(new PendingBytesLimit(1), new OutboxBytesLimit(1, () => { }, _metrics));
        _metrics.Node.ObserveStore(() => true, () => 0);
        _metrics.Node.ObserveDescriptors(() => 0, 0);
        _metrics.Node.ObserveMembers(() => 0, () => 0);
        _metrics.Node.ObserveLease(() => true, () => 0);
        _metrics.Node.ObserveWindows(new PeerWindows(1), new PeerWindows(1));
        _metrics.Rejections.Add("busy");
        _metrics.Disconnections.Add("1013");
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (!_metrics.Owns(instrument)) return;
            _attributes.Add(instrument, []);
            listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
            _attributes[instrument] = [.. tags.ToArray().Select(tag => tag.Key).Order()]);
        listener.Start();
        listener.RecordObservableInstruments();
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void The_table_has_every_instrument_with_its_kind_and_unit() => Assert.Equal(
        _attributes.Keys.Select(one => (one.Name, KindOf(one), one.Unit!)).Order(),
        Rows().Select(cells => (cells[1].Trim('`'), cells[2], cells[3].Trim('`'))).Order());

    [Fact]
    public void The_table_has_their_attributes() => Assert.All(Rows(), cells =>
    {
        var (_, attributes) = _attributes.Single(one => one.Key.Name == cells[1].Trim('`'));
        var named = cells[4].Split(", ", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(attributes, named.Select(name => name.Trim('`')).Order());
    });

    [Fact]
    public void Every_instrument_says_what_it_is() => Assert.All(
        _attributes.Keys,
        instrument => Assert.EndsWith(".", instrument.Description, StringComparison.Ordinal));

    private static IEnumerable<string[]> Rows() =>
        from line in File.ReadLines(Path.Combine(SourceTree.Root, "docs", "metrics.md"))
        where line.StartsWith(Row, StringComparison.Ordinal)
        select line.Split('|', StringSplitOptions.TrimEntries);

    private static string KindOf(Instrument instrument) => instrument switch
    {
        ObservableCounter<long> => "counter",
        ObservableUpDownCounter<long> => "gauge",
        _ => "histogram",
    };
}
