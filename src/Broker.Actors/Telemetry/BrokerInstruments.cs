using System.Diagnostics.Metrics;
using Broker.Actors.Delivery;

namespace Broker.Actors.Telemetry;

/// <summary>
/// The meter <c>Broker</c>: names and units by the conventions of OpenTelemetry. All but the histograms are
/// read when somebody asks, so they cost nothing until then.
/// </summary>
internal sealed class BrokerInstruments : IDisposable
{
    private const string ProtocolKey = "broker.protocol";
    private const string DirectionKey = "network.io.direction";
    private const string ReasonKey = "error.type";

    private static readonly Protocol[] Protocols = Enum.GetValues<Protocol>();

    // Half of them below a millisecond: that is where a fan-out that nobody holds up ends.
    private static readonly InstrumentAdvice<double> Times = new()
    {
        HistogramBucketBoundaries =
        [
            0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
            2.5,
        ],
    };

    private readonly Meter _meter = new(BrokerMetrics.MeterName);

    public BrokerInstruments(BrokerMetrics metrics)
    {
        PublishTime = _meter.CreateHistogram(
            "broker.publication.duration", "s",
            "From accepting a publication to offering it to every subscriber's socket, once a batch.",
            tags: null, Times);
        WriteTime = _meter.CreateHistogram(
            "broker.outbox.write.duration", "s",
            "From starting a writer to the end of its write, where a socket did not take all at once.",
            tags: null, Times);
        Node = new NodeInstruments(_meter, Times);
        CreateTraffic(metrics);
        CreateRefusals(metrics);
    }

    public Histogram<double> PublishTime { get; }

    public Histogram<double> WriteTime { get; }

    public NodeInstruments Node { get; }

    public void Observe(PendingBytesLimit queued, OutboxBytesLimit waiting)
    {
        UpDown("broker.mailbox.size", "By", "Publications that wait for their channel.", () => queued.Bytes);
        UpDown("broker.mailbox.limit", "By", "What may wait for channels.", () => queued.BytesMax);
        UpDown("broker.outbox.size", "By", "What waits for slow sockets.", () => waiting.Bytes);
        UpDown("broker.outbox.limit", "By", "What may wait for sockets.", () => waiting.BytesMax);
    }

    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    public void Dispose() => _meter.Dispose();

    private void CreateTraffic(BrokerMetrics metrics)
    {
        _meter.CreateObservableUpDownCounter(
            "broker.connections", () => Of(metrics.Connections), "{connection}", "Open connections.");
        UpDown("broker.channels", "{channel}", "Public channels with a subscriber.", () => metrics.Channels);
        UpDown("broker.channel.actors", "{channel}",
            "Channels in memory, the private ones and those that only remember among them.",
            () => metrics.ChannelActors);
        _meter.CreateObservableCounter(
            "broker.channel.reattachments", () => metrics.Reattachments, "{attachment}",
            "Attachments that this node had to make again.");
        _meter.CreateObservableCounter(
            "broker.publications", () => Of(metrics.Publications), "{publication}",
            "Publications let in, by the protocol they came with.");
        _meter.CreateObservableCounter(
            "broker.deliveries", () => Of(metrics.Deliveries), "{delivery}",
            "Deliveries that outboxes took, by the protocol of the subscriber.");
        _meter.CreateObservableCounter(
            "broker.io",
            () => Of(metrics.BytesIn, "receive").Concat(Of(metrics.BytesOut, "transmit")),
            "By",
            "Bytes of publications: contents received, frames transmitted.");
    }

    private void CreateRefusals(BrokerMetrics metrics)
    {
        _meter.CreateObservableCounter(
            "broker.rejections", () => Of(metrics.Rejections), "{rejection}",
            "Answers that refused a client something, by reason.");
        _meter.CreateObservableCounter(
            "broker.disconnections", () => Of(metrics.Disconnections), "{connection}",
            "Connections that the broker ended, by close code.");
        _meter.CreateObservableCounter(
            "broker.outbox.dropped", () => metrics.FramesDropped, "{delivery}",
            "Deliveries dropped because their consumer was slow.");
        _meter.CreateObservableCounter(
            "broker.slow_consumers", () => metrics.SlowConsumers, "{connection}",
            "Connections that did not read what was sent to them until their outbox was full.");
    }

    private void UpDown(string name, string unit, string description, Func<long> read) =>
        _meter.CreateObservableUpDownCounter(name, read, unit, description);

    private static IEnumerable<Measurement<long>> Of(ProtocolTotals totals) =>
        Protocols.Select(protocol => new Measurement<long>(totals[protocol], Tag(protocol)));

    private static IEnumerable<Measurement<long>> Of(ProtocolTotals totals, string direction) =>
        Protocols.Select(protocol => new Measurement<long>(
            totals[protocol], Tag(protocol), new KeyValuePair<string, object?>(DirectionKey, direction)));

    private static IEnumerable<Measurement<long>> Of(ReasonTotals totals) => totals.All.Select(
        reason => new Measurement<long>(
            reason.Value, new KeyValuePair<string, object?>(ReasonKey, reason.Key)));

    private static KeyValuePair<string, object?> Tag(Protocol protocol) =>
        new(ProtocolKey, Reasons.Of(protocol));
}
