using System.Text;
using Akka.Actor.Setup;
using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;
using ScriptedTransport = Broker.Actors.Tests.Connections.ScriptedTransport;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// Homes, local channels, publisher and node of one process together; only the sockets are scripts.
/// </summary>
public class ChannelsSpec : TestKit
{
    private readonly PendingBytesLimit _budget = new(bytesMax: 16 << 20);
    private readonly NodeActors _nodes;

    public ChannelsSpec()
        : this(ActorSystemSetup.Empty)
    {
    }

    /// <param name="setup">That of the actor system.</param>
    /// <param name="kind">Laid over the kind of the channel.</param>
    /// <param name="store">Where it is stored.</param>
    private protected ChannelsSpec(ActorSystemSetup setup, string kind = "", ChannelStore? store = null)
        : base(setup) => _nodes = ChannelActors.Start(
        Sys,
        SpecSettings.Channel(
            $"kinds.news {{ pattern = news, history-size-max = 100, {kind} }},"
            + "channels-max = 3"),
        _budget,
        new BrokerMetrics(TimeProvider.System),
        TimeProvider.System,
        store);

    [Fact]
    public async Task A_publication_reaches_every_subscriber_after_the_publisher_has_its_result()
    {
        var (alice, bob) = (await Subscriber(), await Subscriber());
        var reply = new OrderedReply(alice.Transport);
        Publish("hello", reply);

        await reply.Done;
        await AwaitAssertAsync(() => Assert.Equal(["ok 1", "hello"], alice.Received[1..]));
        await AwaitAssertAsync(() => Assert.Equal(["hello"], bob.Received[1..]));
        await AwaitAssertAsync(() => Assert.Equal(0, _budget.Bytes));
    }

    [Fact]
    public async Task Many_publishers_and_subscribers_agree_on_one_order()
    {
        const int publications = 500;
        LocalListener[] listeners = [await Subscriber(), await Subscriber(), await Subscriber()];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(publisher => Task.Run(() =>
        {
            for (var i = 0; i < publications; i++) Publish($"{publisher}-{i}");
        })));

        await AwaitAssertAsync(() => Assert.All(
            listeners, listener => Assert.Equal(4 * publications, listener.Received.Length - 1)));
        var first = listeners[0].Received[1..];
        Assert.All(listeners, listener => Assert.Equal(first, listener.Received[1..]));
        for (var publisher = 0; publisher < 4; publisher++)
            Assert.Equal(
                Enumerable.Range(0, publications).Select(i => $"{publisher}-{i}"),
                first.Where(text => text.StartsWith($"{publisher}-", StringComparison.Ordinal)));
        Assert.Equal(0, _budget.Bytes);
    }

    [Fact]
    public async Task Subscribers_are_counted_and_the_channel_is_listed_as_long_as_it_has_one()
    {
        var (alice, bob) = (await Subscriber(), await Subscriber());
        Assert.Equal("hello 2 0 continuous", bob.Received[0]);
        Assert.Equal(["news"], await List());

        Unsubscribe(alice);
        Unsubscribe(bob);
        await alice.Probe.ExpectMsgAsync<Unsubscribed>();
        await bob.Probe.ExpectMsgAsync<Unsubscribed>();
        Assert.Empty(await List());
        Assert.Equal("hello 1 0 continuous", (await Subscriber()).Received[0]);
    }

    [Fact]
    public async Task A_subscriber_resumes_after_its_channel_was_empty()
    {
        Unsubscribe(await Subscriber());
        foreach (var content in (string[])["a", "b", "c"]) await Published(content);
        var bob = await Subscriber(new StreamPosition(1, Epoch: null));

        Assert.Equal(["hello 1 3 continuous", "b", "c"], bob.Received);
        _nodes.Node.Tell(new ReadChannel(News, new StreamPosition(0, null)), TestActor);
        Assert.Equal(3, (await ExpectMsgAsync<HistoryRead>()).Publications.Count);
    }

    [Fact]
    public async Task A_home_that_fails_is_replaced_and_its_subscribers_stay()
    {
        var alice = await Subscriber();
        Publish("a");
        await AwaitAssertAsync(() => Assert.Equal(["a"], alice.Received[1..]));
        Fail(_nodes.Homes);

        await AwaitAssertAsync(async () =>
        {
            var reply = new OrderedReply(new ScriptedTransport());
            Publish("b", reply);
            Assert.True((await reply.Done).IsAccepted);
            await AwaitAssertAsync(
                () => Assert.Contains("b", alice.Received), TimeSpan.FromMilliseconds(300));
        });
        await AwaitAssertAsync(() => Assert.Equal(0, _budget.Bytes));
    }

    [Fact]
    public async Task Local_channels_that_fail_give_back_all_room()
    {
        var alice = await Subscriber();
        for (var i = 0; i < 100; i++)
        {
            Publish($"{i}");
            if (i == 50) Fail(_nodes.LocalChannels);
        }

        await alice.Probe.ExpectMsgAsync(new ChannelLost(News));
        await AwaitAssertAsync(() => Assert.Equal(0, _budget.Bytes));
    }

    [Fact]
    public async Task Refuses_one_channel_more_than_there_may_be()
    {
        foreach (var name in (string[])["a", "b", "c"]) await Subscriber(channel: name);
        var listener = Listener();
        _nodes.LocalChannels.Tell(
            listener.Subscribe() with { Channel = Names.Channel("d") }, listener.Ref);
        await listener.Probe.ExpectMsgAsync<Rejected>(
            rejected => Assert.Equal(RejectReason.TooManyChannels, rejected.Reason));

        var reply = new OrderedReply(listener.Transport);
        Publish("x", reply, "d");
        Assert.Equal(RejectReason.TooManyChannels, (await reply.Done).Reason);
        await AwaitAssertAsync(() => Assert.Equal(0, _budget.Bytes));
    }

    private LocalListener Listener() =>
        new(CreateTestProbe(), new ScriptedTransport(), LocalListener.Lines);

    private protected async Task<LocalListener> Subscriber(
        StreamPosition? since = null, string channel = "news")
    {
        var listener = Listener();
        _nodes.LocalChannels.Tell(
            listener.Subscribe(since) with { Channel = Names.Channel(channel) }, listener.Ref);
        await listener.Probe.ExpectMsgAsync<Subscribed>();
        return listener;
    }

    private void Unsubscribe(LocalListener listener) =>
        _nodes.LocalChannels.Tell(new Unsubscribe(News, listener.Ref), listener.Ref);

    private protected async Task<PublishResult> Published(string content)
    {
        var reply = new OrderedReply(new ScriptedTransport());
        Publish(content, reply);
        return await reply.Done;
    }

    private void Publish(string content, IPublishReply? reply = null, string channel = "news")
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        Assert.True(_budget.TryEnter(bytes.Length));
        _nodes.Publisher.Tell(new Publish(Names.Channel(channel), "alice", bytes, IsText: true)
        {
            Reply = reply,
            AcceptedAt = TimeProvider.System.GetTimestamp(),
        });
    }

    private async Task<IReadOnlyList<string>> List()
    {
        _nodes.ChannelList.Tell(ListChannels.Instance, TestActor);
        return (await ExpectMsgAsync<ChannelList>()).Names;
    }

    // A stop that the actor has not asked for is what a failure is to all others.
    private void Fail(IActorRef parent) => Sys.Stop(((IInternalActorRef)parent).GetChild(["news"]));

    /// <summary>Puts the result into a socket, to show what comes first.</summary>
    private sealed class OrderedReply(ScriptedTransport transport) : IPublishReply
    {
        private readonly TaskCompletionSource<PublishResult> _done =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        private PublishResult _result;

        public Task<PublishResult> Done => _done.Task;

        public bool Complete(PublishResult result)
        {
            _result = result;
            return true;
        }

        public void Flush()
        {
            transport.Outbox.Answer(Encoding.UTF8.GetBytes($"ok {_result.Offset}\n"));
            _done.SetResult(_result);
        }
    }
}
