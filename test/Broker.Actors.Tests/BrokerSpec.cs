using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Channels;
using Broker.Actors.Tests.Connections;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Tests;

/// <summary>
/// Registries, channels and connections together; only the sockets are scripts. Counts bound it, not time.
/// </summary>
public class BrokerSpec : TestKit
{
    private const int ChannelsMax = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] ChannelNames =
        [.. Enumerable.Range(0, ChannelsMax).Select(i => $"channel-{i}")];
    private readonly PendingBytesLimit _publishes = new(bytesMax: 16 << 20);
    private readonly OutboxBytesLimit _outboxes = new(
        long.MaxValue, () => { }, new BrokerMetrics(TimeProvider.System));
    private readonly NodeActors _nodes;
    private readonly IActorRef _connections;

    public BrokerSpec()
    {
        _nodes = ChannelActors.Start(
            Sys,
            SpecSettings.Channel($"channels-max = {ChannelsMax}, batch-publications-max = 7"),
            _publishes,
            _outboxes.Metrics, TimeProvider.System);
        _connections = Sys.ActorOf(ConnectionRegistryActor.PropsFor(
            SpecSettings.Surroundings(_nodes, ActorRefs.Nobody, _publishes), _outboxes));
    }

    [Fact]
    public async Task Every_subscriber_sees_every_message_once_and_in_the_same_order()
    {
        const int publishers = 4, messages = 50;
        var encodings = new[] { new LineEncoding(), new LineEncoding() };
        var clients = new List<Client>();
        for (var i = 0; i < 12; i++) clients.Add(await Joined(encodings[i % 2]));

        await Task.WhenAll(Enumerable.Range(0, publishers).Select(publisher => Task.Run(async () =>
        {
            for (var i = 0; i < messages; i++)
                await Task.WhenAll(
                    ChannelNames.Select(channel => Publish(channel, $"{channel}:{publisher}-{i}")));
        })));

        await AwaitAssertAsync(() => Assert.Equal(0, _publishes.Bytes), TimeSpan.FromSeconds(30));
        // What met another channel's send waits for the writer.
        foreach (var client in clients.Where(client => client.Fake.Transport.IsWriterRunning))
            client.Fake.Transport.WriteAll();
        foreach (var channel in ChannelNames)
        {
            var first = clients[0].LinesOf(channel);
            Assert.Equal(publishers * messages, first.Distinct().Count());
            Assert.All(clients, client => Assert.Equal(first, client.LinesOf(channel)));
            for (var publisher = 0; publisher < publishers; publisher++)
            {
                var own = first.Where(
                    line => line.StartsWith($"{channel}:{publisher}-", StringComparison.Ordinal));
                Assert.Equal(Enumerable.Range(0, messages).Select(i => $"{channel}:{publisher}-{i}"), own);
            }
        }
        Assert.Equal(0, _publishes.Bytes);
    }

    [Fact]
    public async Task Clients_that_come_and_go_in_storms_leave_no_channel_and_no_budget_behind()
    {
        for (var round = 0; round < 10; round++)
        {
            var storm = new List<Client>();
            for (var i = 0; i < 20; i++) storm.Add(await Connect(new LineEncoding()));
            Parallel.ForEach(storm, (client, _, i) => client.Rage((int)i));
            foreach (var client in storm)
            {
                await client.Port.FishForMessageAsync(message => message is FakePort.Gone);
                client.Fake.Outbox.Abandon();
            }
        }

        Assert.Equal(0, await ConnectionCount());
        await AwaitAssertAsync(() => Assert.Equal(0, _publishes.Bytes));
        Assert.Equal(0, _outboxes.Bytes);
        await AwaitAssertAsync(async () => Assert.Empty(await List()));
        // Every place is free again, also that of a channel that nobody lists.
        for (var i = 0; i < ChannelsMax; i++)
        {
            var subscribe = new Subscribe(
                Names.Channel($"new-{i}"), TestActor, new ScriptedTransport().Outbox, new LineEncoding());
            await AwaitAssertAsync(
                async () =>
                {
                    _nodes.LocalChannels.Tell(subscribe, TestActor);
                    await ExpectMsgAsync<Subscribed>();
                },
                Patience);
        }
    }

    private async Task<Client> Joined(LineEncoding encoding)
    {
        var client = await Connect(encoding);
        foreach (var channel in ChannelNames)
        {
            client.Connection.Tell(new SubscribeRequest(default, Names.Channel(channel)));
            await client.Port.ExpectMsgAsync(new FakePort.Done(1));
        }
        return client;
    }

    private async Task<Client> Connect(LineEncoding encoding)
    {
        var port = CreateTestProbe();
        var fake = new FakePort(port.Ref, budget: _outboxes) { Encoding = encoding };
        _connections.Tell(new Connect(fake, Name: ""), TestActor);
        return new Client(port, fake, (await ExpectMsgAsync<Connected>()).Connection);
    }

    private async Task Publish(string channel, string content)
    {
        Assert.True(_publishes.TryEnter(content.Length));
        var reply = new PublishReply();
        _nodes.Publisher.Tell(new Publish(
            Names.Channel(channel), "http", System.Text.Encoding.UTF8.GetBytes(content), IsText: true)
        {
            Reply = reply,
            AcceptedAt = TimeProvider.System.GetTimestamp(),
        });
        Assert.True((await reply.Completion).IsAccepted);
    }

    private async Task<IReadOnlyList<string>> List()
    {
        _nodes.ChannelList.Tell(ListChannels.Instance, TestActor);
        return (await ExpectMsgAsync<ChannelList>()).Names;
    }

    private async Task<int> ConnectionCount()
    {
        _connections.Tell(CountConnections.Instance, TestActor);
        return (await ExpectMsgAsync<ConnectionCount>()).Connections;
    }

    private sealed record Client(TestProbe Port, FakePort Fake, IActorRef Connection)
    {
        public string[] LinesOf(string channel) =>
            [.. Fake.Transport.Lines.Where(line => line.StartsWith(channel + ":", StringComparison.Ordinal))];

        /// <summary>
        /// Joins, publishes and leaves without waiting for anything; every second socket takes little.
        /// </summary>
        public void Rage(int seed)
        {
            if (seed % 2 == 0) Fake.Transport.Room = seed;
            foreach (var name in ChannelNames.Skip(seed % 3))
            {
                var channel = Names.Channel(name);
                Connection.Tell(new SubscribeRequest(default, channel));
                Connection.Tell(new PublishRequest(default, channel, "hello"u8.ToArray()));
                if (seed % 5 == 0) Connection.Tell(new UnsubscribeRequest(default, channel));
            }
            Connection.Tell(Disconnect.Instance);
        }
    }
}
