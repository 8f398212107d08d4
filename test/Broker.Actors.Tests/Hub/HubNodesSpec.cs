using System.Text;
using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Channels;
using Broker.Actors.Tests.Connections;
using Broker.Actors.Tests.Ids;
using static Broker.Actors.Cluster.MemberProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;
using static Broker.Actors.Hub.HubNodeProtocol;
using static Broker.Actors.Hub.HubProtocol;

namespace Broker.Actors.Tests.Hub;

/// <summary>The hubs of two nodes, and one whose other node is a script.</summary>
public class HubNodesSpec : IdStage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PendingBytesLimit _budget = new(bytesMax: 16 << 20);
    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly PeerWindows _windows = new(bytesMax: 5);
    private readonly PoisoningPool _pool = new();
    private readonly LineEncoding _encoding = new();
    private readonly IActorRef _ids, _hub, _connections;

    public HubNodesSpec()
    {
        _ids = Start("block-size = 3");
        (_hub, _connections) = StartHub();
    }

    [Fact]
    public async Task Clients_of_both_nodes_are_listed_and_get_each_relay_once_and_in_order()
    {
        var (hub, connections) = StartHub();
        var before = await Join(_hub, _connections);
        _hub.Tell(new MemberMet(hub));
        hub.Tell(new MemberMet(_hub));
        var (after, other) = (await Join(_hub, _connections), await Join(hub, connections));
        await AwaitAssertAsync(async () => Assert.Equal([1UL, 2UL, 3UL], await List(hub)), Patience);
        await AwaitAssertAsync(async () => Assert.Equal([1UL, 2UL, 3UL], await List(_hub)), Patience);

        for (var i = 0; i < 40; i++)
        {
            Relay(other, [1, 2, 3, 9], $"{i}a", $"{i}b");
            await Taken(other, 3);
        }
        string[] all = [.. Enumerable.Range(0, 40).SelectMany(i => new[] { $"{i}a", $"{i}b" })];
        Assert.All([before, after, other], client => Assert.Equal(
            all, client.Fake.Transport.Lines.Where(line => !line.StartsWith(' '))));
        Assert.Equal(0, _budget.Bytes);

        other.Connection.Tell(Disconnect.Instance);
        await AwaitAssertAsync(async () => Assert.Equal([1UL, 2UL], await List(_hub)), Patience);
    }

    [Fact]
    public async Task A_relay_is_told_after_the_clients_that_came_before_it()
    {
        var node = await Meet(100);
        await Join(_hub, _connections);
        var client = await Join(_hub, _connections);
        Relay(client, [100], "x");

        var joined = new List<ulong>();
        await node.FishForMessageAsync(message =>
        {
            if (message is ShareIds m) joined.AddRange(m.Joined);
            return message is PassOn;
        });
        Assert.Superset(new HashSet<ulong> { 1, 2 }, joined.ToHashSet());
    }

    [Fact]
    public async Task What_does_not_fit_into_a_nodes_window_waits_and_is_lost_with_its_node()
    {
        var node = await Meet(100, 101);
        var client = await Join(_hub, _connections);
        Relay(client, [100, 101, 1], "long");
        var first = await PassedOn(node);
        Relay(client, [100], "two");
        Assert.Equal((2, "long"), (first.To.Length, Encoding.ASCII.GetString(first.Frames.Span)));
        await node.FishForMessageAsync(message => message is ShareIds or PassOn, Patience);
        Assert.Equal(4, _windows.BytesTo(node));

        _hub.Tell(new PassedOn(first.Number, Receivers: 2));
        await Taken(client, 3);
        Assert.Equal("two", Encoding.ASCII.GetString((await PassedOn(node)).Frames.Span));
        Relay(client, [101], "three");
        _hub.Tell(new MemberLost(node));
        await Taken(client, 0, 0);
        Assert.Equal([1UL], await List(_hub));
        Assert.Equal(0, _budget.Bytes);
    }

    [Fact]
    public async Task A_relay_that_a_node_does_not_answer_is_settled_after_five_seconds()
    {
        var node = await Meet(100);
        var client = await Join(_hub, _connections);
        Relay(client, [100], "x");
        var lost = await PassedOn(node);
        _time.Advance(TimeSpan.FromSeconds(5));
        await Taken(client, 0);

        _hub.Tell(new PassedOn(lost.Number, Receivers: 1));
        Assert.Equal((0, 0), (_budget.Bytes, _windows.BytesTo(node)));
    }

    [Fact]
    public async Task A_node_that_missed_something_asks_for_all_and_is_told_all()
    {
        var node = await Meet(100);
        await Join(_hub, _connections);
        _hub.Tell(new ShareIds(node, Number: 9, IsFirst: false, [101], []));
        await node.FishForMessageAsync(message => message is AskForIds, Patience);
        Assert.Equal([1UL, 100UL], await List(_hub));
        _hub.Tell(new ShareIds(node, Number: 20, IsFirst: true, [102], []));
        Assert.Equal([1UL, 102UL], await List(_hub));

        _hub.Tell(new AskForIds(node));
        var all = (ShareIds)await node.FishForMessageAsync(
            message => message is ShareIds { IsFirst: true, Joined.Length: > 0 }, Patience);
        Assert.Equal([1UL], all.Joined);
    }

    private (IActorRef Hub, IActorRef Connections) StartHub()
    {
        var hub = Sys.ActorOf(HubActor.PropsFor(_ids, new HubNodes(
            _windows, _budget, (frames, ends) => ScriptedRelay.Read(_pool, frames, ends), _time)));
        return (hub, Sys.ActorOf(ConnectionRegistryActor.PropsFor(
            SpecSettings.Surroundings(new NodeActors(), hub, _budget),
            new OutboxBytesLimit(long.MaxValue, () => { }, new BrokerMetrics(TimeProvider.System)))));
    }

    // Another node, a script, that has these clients.
    private async Task<TestProbe> Meet(params ulong[] clients)
    {
        var node = CreateTestProbe();
        _hub.Tell(new MemberMet(node));
        await node.ExpectMsgAsync<ShareIds>(Patience);
        await node.ExpectMsgAsync<AskForIds>(Patience);
        _hub.Tell(new ShareIds(node, Number: 1, IsFirst: true, clients, []));
        return node;
    }

    private static async Task<PassOn> PassedOn(TestProbe node) =>
        (PassOn)await node.FishForMessageAsync(message => message is PassOn, Patience);

    private void Relay(Client client, ulong[] to, params string[] lines) => client.Connection.Tell(
        new RelayRequest(default, new HubReceivers(to), new ScriptedRelay(_pool, lines)) { Receipt = true });

    // Answers that come close together are one write.
    private static async Task Taken(Client client, params int[] receivers)
    {
        var (answers, done) = (new List<string>(), 0);
        while (done < receivers.Length)
        {
            answers.Add((await client.Probe.ExpectMsgAsync<FakePort.Sent>(Patience)).Answers);
            done += (await client.Probe.ExpectMsgAsync<FakePort.Done>(Patience)).Requests;
        }
        Assert.Equal(
            string.Join(' ', receivers.Select(count => $":taken {count}")), string.Join(' ', answers));
    }

    private async Task<Client> Join(IActorRef hub, IActorRef connections)
    {
        var probe = CreateTestProbe();
        probe.IgnoreMessages<FakePort.Beaten>();
        var fake = new FakePort(probe.Ref) { Encoding = _encoding };
        connections.Tell(new Connect(fake, Name: null), TestActor);
        var connection = (await ExpectMsgAsync<Connected>(Patience)).Connection;
        var id = await hub.Ask<Reserved>(Reserve.Instance, Patience);
        connection.Tell(new JoinHubRequest(default, id.ClientId));
        await probe.ExpectMsgAsync<FakePort.Sent>(Patience);
        await probe.ExpectMsgAsync<FakePort.Done>(Patience);
        return new Client(probe, fake, connection);
    }

    private async Task<IReadOnlyList<ulong>> List(IActorRef hub)
    {
        hub.Tell(new ListClients(Except: 0), TestActor);
        return (await ExpectMsgAsync<Clients>(Patience)).Ids;
    }

    private sealed record Client(TestProbe Probe, FakePort Fake, IActorRef Connection);
}
