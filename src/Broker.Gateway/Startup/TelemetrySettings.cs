using Broker.Hocon;

namespace Broker.Gateway.Startup;

/// <summary>The <c>broker.telemetry</c> section of reference.conf, read once at start-up.</summary>
/// <param name="OtlpEndpoint">Where figures and traces are pushed to; null for nowhere.</param>
/// <param name="OtlpInterval">How often figures are.</param>
/// <param name="TraceRatio">The share of publications that are traced, 0 to 1.</param>
/// <param name="TopChannelsMax">How many channels <c>/admin/stats</c> names.</param>
public sealed record TelemetrySettings(
    Uri? OtlpEndpoint, TimeSpan OtlpInterval, double TraceRatio, int TopChannelsMax)
{
    private const int TopChannelsHighest = 1000;

    public static TelemetrySettings From(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new TelemetrySettings(
            OtlpEndpoint: EndpointFrom(config, "otlp-endpoint"),
            OtlpInterval: config.GetTimeSpanWithin("otlp-interval", TimeBounds.Shortest, TimeBounds.Longest),
            TraceRatio: RatioFrom(config, "trace-ratio"),
            TopChannelsMax: config.GetIntWithin("top-channels-max", 0, TopChannelsHighest));
    }

    private static Uri? EndpointFrom(Config config, string key)
    {
        var text = config.GetString(key);
        if (text.Length == 0) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw config.Error(key, $"'{text}' is not an http or https address");
    }

    private static double RatioFrom(Config config, string key)
    {
        var ratio = config.GetDouble(key);
        return ratio is >= 0 and <= 1 ? ratio : throw config.Error(key, $"'{ratio}' is not from 0 to 1");
    }
}
