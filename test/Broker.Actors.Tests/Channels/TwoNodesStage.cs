using System.Collections.Concurrent;
using System.Text;
using Broker.Actors.Channels;
using Broker.Actors.Cluster;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Connections;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// Two nodes with a wire between them that loses and doubles what the spec says. All homes are on the first.
/// </summary>
public abstract class TwoNodesStage : TestKit
{
    private readonly ActorSystem _other = ActorSystem.Create("other");
    private readonly ConcurrentQueue<Accident> _accidents = new();

    private protected TwoNodesStage()
    {
        const string settings =
            "kinds.news { pattern = news, history-size-max = 1000 }, retry-interval = 20ms";
        NodeActors Start(ActorSystem system, PendingBytesLimit budget) => ChannelActors.Start(
            system,
            SpecSettings.Channel(settings),
            budget,
            new BrokerMetrics(TimeProvider.System),
            TimeProvider.System);

        (First, Second) = (Start(Sys, Budget), Start(_other, OthersBudget));
        First.Node = new Wire(First.Node, message => message is Confirm ? CopiesOf(message) : 1);
        Second.Node = new Wire(Second.Node, CopiesOf);
        Second.Homes = new Wire(First.Homes, CopiesOf);
    }

    private protected NodeActors First { get; }

    private protected NodeActors Second { get; }

    private protected PendingBytesLimit Budget { get; } = new(bytesMax: 16 << 20);

    private protected PendingBytesLimit OthersBudget { get; } = new(bytesMax: 16 << 20);

    /// <summary>All that was sent between the nodes.</summary>
    private protected ConcurrentQueue<IWireMessage> Crossed { get; } = new();

    /// <summary>What becomes of messages that have no accident: passes once, where null.</summary>
    private protected Func<IWireMessage, int>? Weather { get; set; }

    protected override void AfterAll()
    {
        _other.Terminate().Wait();
        base.AfterAll();
    }

    /// <summary>The next such message is lost.</summary>
    private protected void Lose<T>(Func<T, bool>? which = null) => HaveAccident(copies: 0, which);

    /// <summary>The next such message comes twice.</summary>
    private protected void Double<T>(Func<T, bool>? which = null) => HaveAccident(copies: 2, which);

    private protected async Task<LocalListener> Subscriber(NodeActors node)
    {
        var listener = new LocalListener(CreateTestProbe(), new ScriptedTransport(), LocalListener.Lines);
        node.LocalChannels.Tell(listener.Subscribe(), listener.Ref);
        await listener.Probe.ExpectMsgAsync<Subscribed>();
        return listener;
    }

    private protected SpecAnswer Publish(NodeActors node, string content)
    {
        var (bytes, answer) = (Encoding.UTF8.GetBytes(content), new SpecAnswer());
        Assert.True((node == First ? Budget : OthersBudget).TryEnter(bytes.Length));
        node.Publisher.Tell(new Publish(News, "alice", bytes, IsText: true)
        {
            Reply = answer,
            AcceptedAt = TimeProvider.System.GetTimestamp(),
        });
        return answer;
    }

    /// <summary>All have got these, and nothing is under way.</summary>
    private protected async Task AllHave(string[] contents, params LocalListener[] listeners)
    {
        await AwaitAssertAsync(
            () => Assert.All(listeners, listener => Assert.Equal(contents, listener.Received[1..])),
            TimeSpan.FromSeconds(5));
        await AwaitAssertAsync(() => Assert.Equal((0, 0), (Budget.Bytes, OthersBudget.Bytes)));
    }

    private void HaveAccident<T>(int copies, Func<T, bool>? which) => _accidents.Enqueue(
        new Accident(copies, message => message is T one && which?.Invoke(one) != false));

    private int CopiesOf(IWireMessage message)
    {
        Crossed.Enqueue(message);
        if (_accidents.TryPeek(out var next) && next.Hits(message) && _accidents.TryDequeue(out _))
            return next.Copies;
        return Weather?.Invoke(message) ?? 1;
    }

    private sealed record Accident(int Copies, Func<object, bool> Hits);
}
