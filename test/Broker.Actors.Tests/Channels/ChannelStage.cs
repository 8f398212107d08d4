using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Connections;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>One channel between a registry that is a probe and listeners whose sockets are scripts.</summary>
public abstract class ChannelStage : TestKit
{
    private readonly LineEncoding _encoding = new();
    private IActorRef? _channel;

    private protected ChannelStage()
        : base(TestConfigs.TestSchedulerConfig) =>
        (Registry, Metrics) = (CreateTestProbe(), new BrokerMetrics(Time));

    private protected HeldTime Time { get; } = new();

    private protected PendingBytesLimit Budget { get; } = new(bytesMax: 1 << 20);

    private protected BrokerMetrics Metrics { get; }

    private protected TestProbe Registry { get; }

    private protected IActorRef Channel
    {
        get => _channel ??= Start();
        set => _channel = value;
    }

    /// <summary>Starts the channel with settings of its own.</summary>
    private protected IActorRef Start(string overlay = "") => _channel = Registry.ChildActorOf(
        ChannelActor.PropsFor(News, Around(overlay)));

    private protected ChannelDependencies Around(string overlay = "") =>
        new(SpecSettings.Channel(overlay), Budget, Metrics, Time);

    private protected Listener Listener(OutboxSettings? outbox = null, LineEncoding? encoding = null) =>
        new(CreateTestProbe(), encoding ?? _encoding, new ScriptedTransport(outbox));

    /// <summary>A listener that is subscribed.</summary>
    private protected async Task<Listener> Subscriber(
        OutboxSettings? outbox = null, LineEncoding? encoding = null)
    {
        var listener = Listener(outbox, encoding);
        await Ask<Subscribed>(listener.Subscribe());
        return listener;
    }

    /// <summary>A publication that has its room in the budget, as every gateway takes it.</summary>
    private protected Publish Publish(string content, string? key = null, bool receipt = false)
    {
        var publish = new Publish(
            News, "alice", Broker.Actors.Tests.Channels.Listener.Bytes(content), IsText: true)
        {
            IdempotencyKey = key,
            Receipt = receipt,
        };
        Assert.True(Budget.TryEnter(publish.Content.Length));
        return publish;
    }

    private protected async Task<Receipt> Published(string content, string? key = null) =>
        (await Ask<Published>(Publish(content, key, receipt: true))).Receipt;

    private protected async Task<T> Ask<T>(object command)
    {
        Channel.Tell(command, TestActor);
        return await ExpectMsgAsync<T>();
    }

    /// <summary>All of these are in the mailbox before the channel sees the first of them.</summary>
    private protected void Together(params object[] messages) => Time.HoldWhile(() =>
    {
        // It asks for the time, so it holds the channel.
        Channel.Tell(Expire.Instance);
        foreach (var message in messages) Channel.Tell(message, TestActor);
    });

    /// <summary>Everything sent so far has been handled, and whatever was in the batch is out.</summary>
    private protected Task Settled() => Ask<Unsubscribed>(new Unsubscribe(News, ActorRefs.Nobody));

    /// <summary>
    /// Lets time pass, once the channel is through with what it was told: a receipt is there before the
    /// channel has set the timer that this is to fire.
    /// </summary>
    private protected async Task Pass(TimeSpan time)
    {
        await Settled();
        Time.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }
}
