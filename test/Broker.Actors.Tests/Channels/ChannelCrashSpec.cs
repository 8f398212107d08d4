using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Connections;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// A channel that fails, under its real registry. What fails it is an encoding that breaks at "boom".
/// </summary>
public class ChannelCrashSpec : TestKit
{
    private readonly PendingBytesLimit _budget = new(bytesMax: 1 << 20);
    private readonly HeldTime _time = new();
    private readonly IActorRef _registry;
    private readonly Listener _alice;

    public ChannelCrashSpec()
    {
        var settings = SpecSettings.Channel("batch-publications-max = 2");
        _registry = Sys.ActorOf(ChannelRegistryActor.PropsFor(
            settings, _budget, new BrokerMetrics(_time), _time));
        _alice = Listener();
    }

    [Fact]
    public async Task Its_subscribers_are_told_and_it_is_forgotten()
    {
        await Joined(_alice);
        var first = await Published("a");
        await Crash(() => _registry.Tell(Publish("boom")));

        await _alice.Probe.ExpectMsgAsync(new ChannelLost(News));
        await AwaitAssertAsync(async () => Assert.Empty(await List()));
        Assert.Equal(0, (await Published("nobody")).Offset);

        await Joined(Listener());
        var next = await Published("b");
        Assert.Equal(1, next.Offset);
        Assert.NotEqual(first.Epoch, next.Epoch);
    }

    [Fact]
    public async Task Its_batch_leaves_the_budget()
    {
        await Joined(_alice);
        var channel = await Channel();
        await Crash(() => Together(channel, Publish("a"), Publish("boom")));

        await _alice.Probe.ExpectMsgAsync<ChannelLost>();
        Assert.Equal(0, _budget.Bytes);
    }

    [Fact]
    public async Task The_publication_whose_turn_it_was_leaves_the_budget()
    {
        await Joined(_alice);
        // The third does not fit into the batch, which goes out and fails.
        var channel = await Channel();
        await Crash(() => Together(channel, Publish("boom"), Publish("b"), Publish("c")));

        await _alice.Probe.ExpectMsgAsync<ChannelLost>();
        Assert.Equal(0, _budget.Bytes);
    }

    [Fact]
    public async Task What_waited_in_its_mailbox_is_answered_busy_and_leaves_the_budget()
    {
        await Joined(_alice);
        var channel = await Channel();
        await Crash(() => Together(
            channel,
            Publish("boom"),
            Publish("b"),
            Publish("c"),
            Publish("d"),
            Publish("e") with { Receipt = true },
            Listener().Subscribe(),
            new Unsubscribe(News, _alice.Ref)));

        for (var i = 0; i < 3; i++) await ExpectMsgAsync(new Rejected(News, RejectReason.Busy));
        Assert.Equal(0, _budget.Bytes);
    }

    private Listener Listener() =>
        new(
            CreateTestProbe(),
            new LineEncoding { FailsAt = text => text == "boom" },
            new ScriptedTransport());

    private Publish Publish(string content)
    {
        Assert.True(_budget.TryEnter(content.Length));
        return new Publish(News, "alice", Channels.Listener.Bytes(content), IsText: true);
    }

    private async Task<Receipt> Published(string content)
    {
        _registry.Tell(Publish(content) with { Receipt = true }, TestActor);
        return (await ExpectMsgAsync<Published>()).Receipt;
    }

    private async Task Joined(Listener listener)
    {
        _registry.Tell(listener.Subscribe(), TestActor);
        await ExpectMsgAsync<Subscribed>();
    }

    private Task<IActorRef> Channel() =>
        Sys.ActorSelection(_registry.Path / "news").ResolveOne(TimeSpan.FromSeconds(3));

    private void Together(IActorRef channel, params object[] messages) => _time.HoldWhile(() =>
    {
        channel.Tell(Expire.Instance);
        foreach (var message in messages) channel.Tell(message, TestActor);
    });

    private Task Crash(Action action) => EventFilter.Exception<InvalidDataException>().ExpectOneAsync(() =>
    {
        action();
        return Task.CompletedTask;
    });

    private async Task<IReadOnlyList<string>> List()
    {
        _registry.Tell(ListChannels.Instance, TestActor);
        return (await ExpectMsgAsync<ChannelProtocol.Channels>()).Names;
    }
}
