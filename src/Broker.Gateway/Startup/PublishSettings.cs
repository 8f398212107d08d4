using Broker.Hocon;

namespace Broker.Gateway.Startup;

/// <summary>The <c>broker.publish</c> section of reference.conf, read once at start-up.</summary>
/// <param name="ReceiptTimeout">How long a publisher waits for its receipt before it gets 503.</param>
public sealed record PublishSettings(int BodyBytesMax, TimeSpan ReceiptTimeout)
{
    // One body is one array.
    private const int BytesHighest = 1 << 30;

    public static PublishSettings From(Config config) => new(
        BodyBytesMax: (int)config.GetByteSizeWithin("body-bytes-max", 1, BytesHighest),
        ReceiptTimeout: config.GetTimeSpanWithin("receipt-timeout", TimeBounds.Shortest, TimeBounds.Longest));
}
