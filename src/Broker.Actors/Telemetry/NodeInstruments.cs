using System.Diagnostics.Metrics;
using Broker.Actors.Channels;

namespace Broker.Actors.Telemetry;

/// <summary>
/// What a process shows of its store, its system and the cluster around it. Each part is observed once,
/// where there is one: a process that is no node has no figures of nodes.
/// </summary>
public sealed class NodeInstruments
{
    private const string WindowKey = "broker.window";

    private readonly Meter _meter;
    private readonly Histogram<double> _storeTime;

    internal NodeInstruments(Meter meter, InstrumentAdvice<double> times)
    {
        _meter = meter;
        _storeTime = meter.CreateHistogram(
            "broker.store.write.duration", "s",
            "From giving the store a write to its being stored, waiting for its turn included.",
            tags: null, times);
    }

    /// <summary>The store has taken a write, so long after it got it.</summary>
    public void Stored(TimeSpan elapsed) => _storeTime.Record(elapsed.TotalSeconds);

    public void ObserveStore(Func<bool> isWriting, Func<long> fences)
    {
        Gauge("broker.store.writing", "{store}", "1 while the store takes writes, else 0.",
            () => isWriting() ? 1 : 0);
        Counter("broker.store.fences", "{write}",
            "Writes refused because the row is taken or the node has no lease.", fences);
    }

    public void ObserveDescriptors(Func<long> open, long limit)
    {
        Gauge("broker.descriptors", "{descriptor}", "Descriptors that are open.", open);
        Gauge("broker.descriptors.limit", "{descriptor}", "Descriptors that may be open.", () => limit);
    }

    public void ObserveMembers(Func<int> up, Func<int> unreachable)
    {
        Gauge("broker.cluster.members", "{member}", "Members that are up.", () => up());
        Gauge("broker.cluster.unreachable", "{member}", "Members that do not answer.", () => unreachable());
    }

    public void ObserveLease(Func<bool> isHeld, Func<long> lost)
    {
        Gauge("broker.lease.held", "{lease}", "1 while this node holds its lease, else 0.",
            () => isHeld() ? 1 : 0);
        Counter("broker.lease.lost", "{lease}", "Times that the lease ran out.", lost);
    }

    /// <param name="channels">Batches of the homes of channels.</param>
    /// <param name="relays">Relays of the hub.</param>
    public void ObserveWindows(PeerWindows channels, PeerWindows relays)
    {
        _meter.CreateObservableUpDownCounter(
            "broker.window.size", () => Of(channels.Largest, relays.Largest), "By",
            "Contents on their way to the node that has most of them.");
        Gauge("broker.window.limit", "By", "Contents that may be on their way to one node.",
            () => channels.BytesMax);
        _meter.CreateObservableCounter(
            "broker.window.refusals", () => Of(channels.Refusals, relays.Refusals), "{message}",
            "Batches of channels that did not fit, and turns in which relays had to wait.");
    }

    private static Measurement<long>[] Of(long channels, long relays) =>
    [
        new(channels, new KeyValuePair<string, object?>(WindowKey, "channel")),
        new(relays, new KeyValuePair<string, object?>(WindowKey, "relay")),
    ];

    private void Gauge(string name, string unit, string description, Func<long> read) =>
        _meter.CreateObservableUpDownCounter(name, read, unit, description);

    private void Counter(string name, string unit, string description, Func<long> read) =>
        _meter.CreateObservableCounter(name, read, unit, description);
}
