using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Connections;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// The spec plays every channel: it sees what the registry sends them and decides when they stop.
/// </summary>
public abstract class ChannelRegistryStage : TestKit
{
    private int _started;

    protected ChannelRegistryStage()
    {
        var settings = SpecSettings.Channel(
            """
            channels-max = 3, held-max = 1
            kinds.kept { pattern = "kept*", history-size-max = 1 }
            kinds.closed { pattern = closed, subscribe = nobody }
            """);
        Channel = CreateTestProbe();
        Registry = Sys.ActorOf(ChannelRegistryActor.PropsFor(
            _ => Play(), settings, Budget, Metrics));
    }

    protected TestProbe Channel { get; }

    protected IActorRef Registry { get; }

    private protected BrokerMetrics Metrics { get; } = new(TimeProvider.System);

    private protected PendingBytesLimit Budget { get; } = new(bytesMax: 1 << 20);

    private Props Play()
    {
        _started++;
        return Forwarder.PropsFor(Channel.Ref);
    }

    private protected Subscribe Subscribe(string name) =>
        new(Names.Channel(name), TestActor, new ScriptedTransport().Outbox, new LineEncoding());

    private protected Publish Publish(string name)
    {
        Assert.True(Budget.TryEnter(1));
        return new Publish(Names.Channel(name), "alice", "x"u8.ToArray(), IsText: true);
    }

    private protected async Task Started(string name)
    {
        Registry.Tell(Subscribe(name), TestActor);
        await Channel.ExpectMsgAsync<Subscribe>();
    }

    /// <summary>
    /// The channel has said that it is vacant and was asked to stop; it has not answered yet.
    /// </summary>
    private protected async Task Retiring()
    {
        await Started("news");
        Registry.Tell(new ChannelVacant(News, KeepsState: false));
        await Channel.ExpectMsgAsync<StopIfEmpty>();
    }

    private protected Task<IActorRef> ChannelActor() =>
        Sys.ActorSelection(Registry.Path / "news").ResolveOne(TimeSpan.FromSeconds(3));

    private protected async Task<IReadOnlyList<string>> List()
    {
        Registry.Tell(ListChannels.Instance, TestActor);
        return (await ExpectMsgAsync<ChannelProtocol.Channels>()).Names;
    }

    private protected async Task NothingStarted()
    {
        await List();
        Assert.Equal(0, _started);
    }

    // What the registry sent the channel before it answered us is in its mailbox before this marker.
    private protected async Task NothingReachesTheChannel()
    {
        await List();
        (await ChannelActor()).Tell("marker");
        await Channel.ExpectMsgAsync("marker");
    }
}
