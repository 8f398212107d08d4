using Broker.Actors.Telemetry;
using Broker.Gateway.Operations;

namespace Broker.Gateway.Tests.Operations;

public class PublicationLatencySpec
{
    [Fact]
    public void Hears_of_the_publications_of_its_own_broker()
    {
        var time = SpecTime.NewClock();
        using var metrics = new BrokerMetrics(time);
        using var other = new BrokerMetrics(time);
        using var latency = new PublicationLatency(metrics, time);
        var accepted = metrics.Now();
        time.Advance(TimeSpan.FromSeconds(2));
        other.Published(accepted);
        Assert.Equal([0], latency.Read(1));

        metrics.Published(accepted);
        Assert.Equal([2.5], latency.Read(1));
    }
}
