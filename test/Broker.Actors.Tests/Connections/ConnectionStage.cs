using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Tests.Connections;

/// <summary>One connection between a port, a registry and channels that are probes.</summary>
public abstract class ConnectionStage : TestKit
{
    private IActorRef? _connection;

    private protected ConnectionStage()
    {
        (Registry, Port) = (CreateTestProbe(), CreateTestProbe());
        (Channels, Publisher) = (CreateTestProbe(), CreateTestProbe());
        (Hub, Auction) = (CreateTestProbe(), CreateTestProbe());
        Fake = new FakePort(Port.Ref);
    }

    private protected TestProbe Registry { get; }

    private protected TestProbe Port { get; }

    /// <summary>The local channels, and the node that lists them.</summary>
    private protected TestProbe Channels { get; }

    private protected TestProbe Publisher { get; }

    private protected TestProbe Hub { get; }

    private protected TestProbe Auction { get; }

    private protected FakeTimeProvider Time { get; } = SpecTime.NewClock();

    private protected FakePort Fake { get; }

    private protected PendingBytesLimit Budget { get; } = new(bytesMax: 1000);

    private protected IActorRef Connection => _connection ??= Start();

    private protected IActorRef Start(
        string overlay = "", bool deliverToSender = true, string kinds = "", string hub = "")
    {
        _connection = Registry.ChildActorOf(ConnectionActor.PropsFor(new ConnectionDependencies(
            new NodeActors
            {
                Node = Channels,
                ChannelList = Channels,
                LocalChannels = Channels,
                Publisher = Publisher,
            },
            Hub.Ref,
            Auction.Ref,
            SpecSettings.Connection(overlay) with { DeliverToSender = deliverToSender },
            SpecSettings.Relay(hub),
            SpecSettings.Gate(Budget, kinds),
            Time)));
        _connection.Tell(new Open(Fake, "alice"));
        return _connection;
    }

    private protected static ReadOnlyMemory<byte> Id(string id) => System.Text.Encoding.UTF8.GetBytes(id);

    private protected static SubscribeRequest Subscribe(string id, string channel = "news") =>
        new(Id(id), Names.Channel(channel));

    private protected static UnsubscribeRequest Unsubscribe(string id, string channel = "news") =>
        new(Id(id), Names.Channel(channel));

    private protected static PublishRequest Publish(
        string id, string content = "x", string channel = "news") =>
        new(Id(id), Names.Channel(channel), Id(content));

    private protected static ListRequest Mine(string id) => new(Id(id), ListScope.Mine);

    private protected static Subscribed SubscribedTo(string channel) =>
        new(Names.Channel(channel), 1, 0, "epoch");

    /// <summary>Subscribes, with the spec as the channel.</summary>
    private protected async Task Joined(params string[] channels)
    {
        foreach (var channel in channels)
        {
            Connection.Tell(Subscribe("s", channel));
            await Channels.ExpectMsgAsync<Subscribe>();
            Connection.Tell(SubscribedTo(channel));
            await Port.ExpectMsgAsync(new FakePort.Done(1));
        }
    }

    /// <summary>Gives the next publication its result, as the publisher does.</summary>
    private protected async Task<LocalChannelProtocol.Publish> Settled(
        ChannelProtocol.RejectReason? reason = null)
    {
        var publish = await Publisher.ExpectMsgAsync<LocalChannelProtocol.Publish>();
        publish.Reply!.Complete(reason is null
            ? PublishResult.Accepted(1, "e", receivers: 1, Durability.Memory)
            : PublishResult.Rejected(reason.Value));
        publish.Reply.Flush();
        return publish;
    }

    private protected async Task Answered(string answers, int requests)
    {
        await Port.ExpectMsgAsync(new FakePort.Sent(answers));
        await Port.ExpectMsgAsync(new FakePort.Done(requests));
    }

    /// <summary>All of these are in the mailbox before the connection sees the first of them.</summary>
    private protected void Together(params object[] messages) => Fake.While(Connection, () =>
    {
        foreach (var message in messages) Connection.Tell(message);
    });
}
