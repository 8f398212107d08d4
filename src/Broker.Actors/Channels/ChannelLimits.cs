
namespace Broker.Actors.Channels;

/// <summary>What bounds the home of a channel, beside its kind.</summary>
/// <param name="FlushPublicationsMax">Publications that are sent, and stored, in one piece.</param>
/// <param name="FlushBytesMax">Content bytes of that; one larger publication goes alone.</param>
/// <param name="PublisherIdle">How long a publisher that is silent is remembered.</param>
/// <param name="HeadInterval">How long a home waits for a confirmation.</param>
/// <param name="LeaseInterval">How often a home looks whether its node has its lease again.</param>
public sealed record ChannelLimits(
    int FlushPublicationsMax,
    int FlushBytesMax,
    TimeSpan IdempotencyWindow,
    int IdempotencyKeysMax,
    TimeSpan PublisherIdle,
    TimeSpan HeadInterval,
    TimeSpan LeaseInterval)
{
    public static ChannelLimits Of(ChannelSettings settings) => new(
        settings.BatchPublicationsMax,
        settings.BatchBytesMax,
        settings.IdempotencyWindow,
        settings.IdempotencyKeysMax,
        PublisherIdle: TimeSpan.FromMinutes(10),
        HeadInterval: TimeSpan.FromSeconds(1),
        LeaseInterval: TimeSpan.FromMilliseconds(100));
}
