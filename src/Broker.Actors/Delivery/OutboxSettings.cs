using Broker.Actors.Configuration;

namespace Broker.Actors.Delivery;

/// <summary>The <c>broker.outbox</c> section of reference.conf, read once at start-up.</summary>
/// <param name="BytesMax">
/// What may wait for one connection, in bytes, overhead included. Where a policy drops, and for answers, a
/// write that is under way comes on top of it; so does one replay, which its channel's history limits.
/// </param>
/// <param name="TotalBytesMax">What may wait for all connections together.</param>
public sealed record OutboxSettings(long BytesMax, long TotalBytesMax)
{
    public static OutboxSettings From(SettingReader config) => new(
        BytesMax: config.GetByteSize("bytes-max", 1, long.MaxValue),
        TotalBytesMax: config.GetByteSize("total-bytes-max", 1, long.MaxValue));
}
