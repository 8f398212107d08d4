using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;

namespace Broker.Actors.Tests.Channels;

/// <summary>Virtual time, and what homes and local channels work with; the other actors are probes.</summary>
public abstract class HomeStage : TestKit
{
    private protected HomeStage(string settings = "")
        : base(TestConfigs.TestSchedulerConfig)
    {
        (Node, Homes, Publisher) = (CreateTestProbe("node"), CreateTestProbe("homes"), CreateTestProbe());
        Metrics = new BrokerMetrics(Time);
        Around = new HomeDependencies(
            SpecSettings.Channel(settings),
            new NodeActors { Node = Node, Homes = Homes, Publisher = Publisher },
            Budget,
            new PeerWindows(64 << 20),
            Metrics,
            Time);
    }

    private protected HeldTime Time { get; } = new();

    private protected PendingBytesLimit Budget { get; } = new(bytesMax: 1 << 20);

    private protected BrokerMetrics Metrics { get; }

    private protected TestProbe Node { get; }

    private protected TestProbe Homes { get; }

    private protected TestProbe Publisher { get; }

    private protected HomeDependencies Around { get; }

    private protected void Pass(TimeSpan time)
    {
        Time.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }
}
