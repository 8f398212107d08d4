using Broker.Actors.Configuration;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Operations;

/// <summary>The <c>broker.telemetry</c> section of reference.conf, read once at start-up.</summary>
/// <param name="OtlpEndpoint">Where figures and traces are pushed to; null for nowhere.</param>
/// <param name="OtlpInterval">How often figures are.</param>
/// <param name="TraceRatio">The share of publications that are traced, 0 to 1.</param>
/// <param name="TopChannelsMax">How many channels <c>/admin/stats</c> names.</param>
public sealed record TelemetrySettings(
    Uri? OtlpEndpoint, TimeSpan OtlpInterval, double TraceRatio, int TopChannelsMax)
{
    private const int TopChannelsHighest = 1000;

    public static TelemetrySettings From(SettingReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new TelemetrySettings(
            OtlpEndpoint: EndpointFrom(config, "otlp-endpoint"),
            OtlpInterval: config.GetTimeSpan("otlp-interval", TimeBounds.Shortest, TimeBounds.Longest),
            TraceRatio: config.GetDouble("trace-ratio", 0, 1),
            TopChannelsMax: config.GetInt("top-channels-max", 0, TopChannelsHighest));
    }

    private static Uri? EndpointFrom(SettingReader config, string key)
    {
        var text = config.GetString(key);
        if (text.Length == 0) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw config.Error(key, $"'{text}' is not an http or https address");
    }
}
