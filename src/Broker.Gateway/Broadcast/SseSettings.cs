using Broker.Actors.Configuration;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Broadcast;

/// <summary>The <c>broker.sse</c> section of reference.conf, read once at start-up.</summary>
/// <param name="KeepAliveInterval">IdleTimer after which a comment is sent.</param>
public sealed record SseSettings(TimeSpan KeepAliveInterval)
{
    public static SseSettings From(SettingReader config) => new(
        KeepAliveInterval: config.GetTimeSpan(
            "keep-alive-interval", TimeBounds.Shortest, TimeBounds.Longest));
}
