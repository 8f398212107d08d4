using Broker.Actors.Telemetry;

namespace Broker.Actors.Delivery;

/// <summary>
/// What waits in all outboxes of the process together. Going past the limit rings <paramref name="alarm"/>,
/// once until the total is back under it. Safe from any thread.
/// </summary>
public sealed class OutboxBytesLimit(long bytesMax, Action alarm, BrokerMetrics metrics)
{
    private long _bytes;
    private int _ringing;

    /// <summary>Where drops and slow consumers are counted.</summary>
    public BrokerMetrics Metrics => metrics;

    /// <summary>What may wait.</summary>
    public long BytesMax => bytesMax;

    public long Bytes => Volatile.Read(ref _bytes);

    public bool IsExceeded => Bytes > bytesMax;

    /// <summary>How much has to go.</summary>
    public long Excess => Math.Max(0, Bytes - bytesMax);

    internal void Add(long bytes)
    {
        var isExceeded = Interlocked.Add(ref _bytes, bytes) > bytesMax;
        if (isExceeded && Interlocked.Exchange(ref _ringing, 1) == 0) alarm();
    }

    internal void Remove(long bytes)
    {
        if (Interlocked.Add(ref _bytes, -bytes) <= bytesMax) Volatile.Write(ref _ringing, 0);
    }

    /// <summary>
    /// The alarm has been answered; if the total is still too high the next addition rings again.
    /// </summary>
    public void Rearm() => Volatile.Write(ref _ringing, 0);
}
