using Akka.Actor.Setup;
using Akka.Configuration;
using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Persistence;

namespace Broker.Actors.Tests.Channels;

/// <summary>Virtual time, and what homes and local channels work with; the other actors are probes.</summary>
public abstract class HomeStage : TestKit
{
    /// <param name="settings">Laid over those of channels.</param>
    /// <param name="journal">Where channels are stored; null where none is.</param>
    private protected HomeStage(string settings = "", JournalScript? journal = null)
        : base(SetupOf(journal))
    {
        (Node, Homes, Publisher) = (CreateTestProbe("node"), CreateTestProbe("homes"), CreateTestProbe());
        Metrics = new BrokerMetrics(Time);
        Around = new HomeDependencies(
            SpecSettings.Channel(settings),
            new NodeActors { Node = Node, ChannelList = Node, Homes = Homes, Publisher = Publisher },
            Budget,
            new PeerWindows(64 << 20),
            Metrics,
            Time,
            journal is null
                ? null
                : new ChannelStore(journal.Generation, Durability.File, new PlayedTables()))
        {
            Lease = Lease,
        };
    }

    private protected HeldTime Time { get; } = new();

    private protected PendingBytesLimit Budget { get; } = new(bytesMax: 1 << 20);

    private protected BrokerMetrics Metrics { get; }

    private protected TestProbe Node { get; }

    private protected TestProbe Homes { get; }

    private protected TestProbe Publisher { get; }

    private protected ScriptedLease Lease { get; } = new();

    private protected HomeDependencies Around { get; }

    private protected void Pass(TimeSpan time)
    {
        Time.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }

    private static ActorSystemSetup SetupOf(JournalScript? journal)
    {
        var setup = journal?.ToSystemSetup() ?? ActorSystemSetup.Empty;
        var below = setup.Get<BootstrapSetup>() is { HasValue: true, Value.Config.HasValue: true } stored
            ? stored.Value.Config.Value
            : Config.Empty;
        return setup.WithSetup(
            BootstrapSetup.Create().WithConfig(TestConfigs.TestSchedulerConfig.WithFallback(below)));
    }
}
