using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Channels;
using Broker.Actors.Tests.Connections;
using Broker.Actors.Tests.Ids;
using static Broker.Actors.Connections.ConnectionProtocol;
using static Broker.Actors.Hub.HubProtocol;

namespace Broker.Actors.Tests;

/// <summary>Clients of the hub, with every actor real; only the sockets are scripts.</summary>
public class HubSpec : IdStage
{
    // All clients' work is done before the first one's is.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PendingBytesLimit _budget = new(bytesMax: 16 << 20);
    private readonly BrokerMetrics _metrics = new(TimeProvider.System);
    private readonly PoisoningPool _pool = new();
    private readonly LineEncoding _encoding = new();
    private readonly IActorRef _hub, _connections;

    public HubSpec()
    {
        _hub = Sys.ActorOf(HubActor.PropsFor(Start("block-size = 3")));
        _connections = Sys.ActorOf(ConnectionRegistryActor.PropsFor(
            SpecSettings.Surroundings(new NodeActors(), _hub, _budget),
            new OutboxBytesLimit(long.MaxValue, () => { }, _metrics)));
    }

    [Fact]
    public async Task All_clients_relay_to_all_at_once_and_each_hears_each_sender_once_and_in_its_order()
    {
        const int clients = 8, relays = 40;
        var ports = await Joined(clients);
        var all = new HubReceivers([.. await Ids()]);
        Assert.Equal(clients, all.Ids.Count);

        await Task.WhenAll(ports.Select((port, sender) => Task.Run(() =>
        {
            for (var i = 0; i < relays; i++)
                port.Connection.Tell(new RelayRequest(
                    default, all, new ScriptedRelay(_pool, $"{sender}-{i}", $"{sender}+{i}")));
        })));
        foreach (var port in ports)
            for (var i = 0; i < relays; i++) await port.Probe.ExpectMsgAsync(new FakePort.Done(1), Patience);

        foreach (var port in ports.Where(port => port.Fake.Transport.IsWriterRunning))
            port.Fake.Transport.WriteAll();
        Assert.Equal((0L, 0), (_budget.Bytes, _pool.Rented));
        for (var sender = 0; sender < clients; sender++)
        {
            var own = Enumerable.Range(0, relays).SelectMany(i => new[] { $"{sender}-{i}", $"{sender}+{i}" });
            Assert.All(ports, port => Assert.Equal(own, port.Fake.Transport.Lines.Where(
                line => line.StartsWith($"{sender}-", StringComparison.Ordinal)
                    || line.StartsWith($"{sender}+", StringComparison.Ordinal))));
        }
    }

    [Fact]
    public async Task Whoever_goes_leaves_the_list_and_its_inbox_and_nobody_gets_its_id_again()
    {
        var ports = await Joined(3);
        ports[1].Connection.Tell(Disconnect.Instance);
        await ports[1].Probe.ExpectMsgAsync<FakePort.Gone>();
        await AwaitAssertAsync(async () => Assert.Equal([1UL, 3UL], await Ids()));

        var relay = new RelayRequest(default, new HubReceivers([2, 3]), new ScriptedRelay(_pool, "x"));
        await AwaitAssertAsync(async () =>
        {
            ports[0].Connection.Tell(relay with { Contents = new ScriptedRelay(_pool, "x"), Receipt = true });
            var sent = await ports[0].Probe.ExpectMsgAsync<FakePort.Sent>();
            await ports[0].Probe.ExpectMsgAsync(new FakePort.Done(1));
            // The channel may hear of the end later than the registry.
            Assert.Equal(":taken 1", sent.Answers);
        });
        await Joined(1);
        Assert.Equal([1UL, 3UL, 4UL], await Ids());
    }

    private async Task<Client[]> Joined(int count)
    {
        var clients = new List<Client>();
        for (var i = 0; i < count; i++)
        {
            var probe = CreateTestProbe();
            // The registry's clock goes on meanwhile.
            probe.IgnoreMessages<FakePort.Beaten>();
            var fake = new FakePort(probe.Ref) { Encoding = _encoding };
            _connections.Tell(new Connect(fake, Name: null), TestActor);
            var connection = (await ExpectMsgAsync<Connected>(Patience)).Connection;
            var id = await _hub.Ask<Reserved>(Reserve.Instance, Patience);
            connection.Tell(new JoinHubRequest(default, id.ClientId));
            clients.Add(new Client(probe, fake, connection));
        }
        foreach (var client in clients)
        {
            await client.Probe.ExpectMsgAsync<FakePort.Sent>(Patience);
            await client.Probe.ExpectMsgAsync(new FakePort.Done(1), Patience);
        }
        return [.. clients];
    }

    private async Task<IReadOnlyList<ulong>> Ids()
    {
        _hub.Tell(new ListClients(Except: 0), TestActor);
        return (await ExpectMsgAsync<Clients>(Patience)).Ids;
    }

    private sealed record Client(TestProbe Probe, FakePort Fake, IActorRef Connection);
}
