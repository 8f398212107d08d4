using Broker.Actors.Configuration;

namespace Broker.Gateway.Startup;

/// <summary>The <c>broker.sse</c> section of reference.conf, read once at start-up.</summary>
/// <param name="KeepAliveInterval">Silence after which a comment is sent.</param>
public sealed record SseSettings(TimeSpan KeepAliveInterval)
{
    public static SseSettings From(SettingReader config) => new(
        KeepAliveInterval: config.GetTimeSpan(
            "keep-alive-interval", TimeBounds.Shortest, TimeBounds.Longest));
}
