namespace Broker.Gateway.Telemetry;

/// <summary>What can be done with the values of an instrument.</summary>
internal enum MetricKind
{
    /// <summary>Only grows: rates make sense.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>A distribution, in buckets.</summary>
    Histogram,
}
