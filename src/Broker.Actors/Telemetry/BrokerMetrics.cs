using System.Diagnostics.Metrics;
using System.Globalization;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;

namespace Broker.Actors.Telemetry;

/// <summary>
/// What the broker counts: plain totals that actors and gateways add to, once for a batch and never for a
/// single delivery, and the instruments through which others read them (docs/metrics.md). Safe from any
/// thread.
/// </summary>
public sealed class BrokerMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Broker";

    private readonly TimeProvider _time;
    private readonly BrokerInstruments _instruments;
    private int _channels;
    private int _channelActors;
    private long _framesDropped;
    private long _slowConsumers;
    private long _reattachments;

    public BrokerMetrics(TimeProvider time)
    {
        _time = time;
        _instruments = new BrokerInstruments(this);
    }

    /// <summary>Connections that are open now.</summary>
    public ProtocolTotals Connections { get; } = new();

    /// <summary>Publications that were let in, by the protocol they came with.</summary>
    public ProtocolTotals Publications { get; } = new();

    /// <summary>Content bytes of those.</summary>
    public ProtocolTotals BytesIn { get; } = new();

    /// <summary>Frames that outboxes took, by the protocol of the subscriber.</summary>
    public ProtocolTotals Deliveries { get; } = new();

    /// <summary>Bytes of those, framing included.</summary>
    public ProtocolTotals BytesOut { get; } = new();

    /// <summary>Answers that refused a client something.</summary>
    public ReasonTotals Rejections { get; } = new();

    /// <summary>Connections that the broker ended, by close code.</summary>
    public ReasonTotals Disconnections { get; } = new();

    public ChannelTable ChannelTable { get; } = new();

    /// <summary>Public channels with a subscriber.</summary>
    public int Channels
    {
        get => Volatile.Read(ref _channels);
        internal set => Volatile.Write(ref _channels, value);
    }

    /// <summary>Actors of channels: private ones, and those that only remember, are among them.</summary>
    public int ChannelActors
    {
        get => Volatile.Read(ref _channelActors);
        internal set => Volatile.Write(ref _channelActors, value);
    }

    /// <summary>Deliveries that were accepted and then dropped because their consumer was slow.</summary>
    public long FramesDropped => Volatile.Read(ref _framesDropped);

    /// <summary>Connections that were ended because they did not read.</summary>
    public long SlowConsumers => Volatile.Read(ref _slowConsumers);

    /// <summary>Channels of this node that had to attach to their home again.</summary>
    public long Reattachments => Volatile.Read(ref _reattachments);

    /// <summary>The store, the system, and the cluster around this process.</summary>
    public NodeInstruments Node => _instruments.Node;

    /// <summary>A moment, for <see cref="Published"/>.</summary>
    public long Now() => _time.GetTimestamp();

    /// <summary>From here on the budgets are read too. To be called once.</summary>
    public void Observe(PendingBytesLimit queued, OutboxBytesLimit waiting) =>
        _instruments.Observe(queued, waiting);

    /// <summary>A batch has been offered to every subscriber.</summary>
    /// <param name="acceptedAt">When the oldest publication in it was accepted: <see cref="Now"/>.</param>
    public void Published(long acceptedAt) =>
        _instruments.PublishTime.Record(_time.GetElapsedTime(acceptedAt).TotalSeconds);

    /// <summary>What waited in an outbox has been written, so long after its writer began.</summary>
    public void Written(TimeSpan elapsed) => _instruments.WriteTime.Record(elapsed.TotalSeconds);

    /// <summary>The broker ends a connection.</summary>
    public void Disconnected(CloseReason reason) =>
        Disconnections.Add(reason.Code.ToString(CultureInfo.InvariantCulture));

    public void Dispose() => _instruments.Dispose();

    /// <summary>Whether an instrument is this broker's: several may live in one process of specs.</summary>
    public bool Owns(Instrument instrument) => _instruments.Owns(instrument);

    internal void Accepted(Protocol protocol, int publications, long bytes)
    {
        Publications.Add(protocol, publications);
        BytesIn.Add(protocol, bytes);
    }

    internal void Delivered(Protocol protocol, long deliveries, long bytes)
    {
        if (deliveries == 0) return;

        Deliveries.Add(protocol, deliveries);
        BytesOut.Add(protocol, bytes);
    }

    internal void Dropped(int frames)
    {
        if (frames > 0) Interlocked.Add(ref _framesDropped, frames);
    }

    internal void Reattached() => Interlocked.Increment(ref _reattachments);

    internal void FoundSlow() => Interlocked.Increment(ref _slowConsumers);
}
