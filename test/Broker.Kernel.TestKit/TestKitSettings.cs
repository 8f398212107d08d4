using Broker.Hocon;

namespace Broker.Kernel.TestKit;

/// <summary>The <c>akka.test</c> section: how long expectations wait.</summary>
public sealed class TestKitSettings
{
    internal TestKitSettings(Config config)
    {
        SingleExpectDefault = config.GetTimeSpan("akka.test.single-expect-default", TimeSpan.FromSeconds(3));
        TestEventFilterLeeway = config.GetTimeSpan("akka.test.filter-leeway", TimeSpan.FromSeconds(3));
        DefaultTimeout = config.GetTimeSpan("akka.test.default-timeout", TimeSpan.FromSeconds(5));
        var factor = config.GetString("akka.test.timefactor", "1");
        TestTimeFactor = double.Parse(factor, System.Globalization.CultureInfo.InvariantCulture);
    }

    public TimeSpan DefaultTimeout { get; }

    /// <summary>For an expectation that names no time and stands outside of <c>Within</c>.</summary>
    public TimeSpan SingleExpectDefault { get; }

    public TimeSpan TestEventFilterLeeway { get; }

    /// <summary>All times are multiplied by this, for slow machines.</summary>
    public double TestTimeFactor { get; }
}
