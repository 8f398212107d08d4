using System.Collections.Concurrent;
using Broker.Actors.Connections;
using Broker.Cluster.Tests.Kit;

namespace Broker.Cluster.Tests.Clients;

/// <summary>Names of clients over all nodes, while nodes come, go and die.</summary>
[Collection(nameof(Clusters))]
public sealed class ClientNamesSpec : IAsyncLifetime
{
    private const string NoneDies =
        TestNode.Cuttable + "\nakka.cluster.failure-detector.acceptable-heartbeat-pause = 30s";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    // They are in buckets of all nodes.
    private static readonly string[] Names =
        [.. Enumerable.Range(0, 30).Select(number => $"client {number}")];

    private readonly List<ClientNode> _nodes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_name_is_one_connections_over_all_nodes_and_free_at_once_after_it_has_closed()
    {
        await StartAsync(3);
        foreach (var name in Names)
        {
            var client = await _nodes[0].ConnectAsync(name);
            Assert.Equal(CloseReason.NameTaken, await _nodes[1].RefuseAsync(name));
            Assert.Equal(CloseReason.NameTaken, await _nodes[0].RefuseAsync(name));

            await client.EndAsync();
            await _nodes[2].ConnectAsync(name);
        }
    }

    [SkippableFact]
    public async Task Connections_of_one_user_share_a_name_over_all_nodes_and_no_other_has_it()
    {
        await StartAsync(2);
        SpecClient[] clients =
        [
            await _nodes[0].ConnectAsync("ann", "ann"),
            await _nodes[0].ConnectAsync("ann", "ann"),
            await _nodes[1].ConnectAsync("ann", "ann"),
        ];
        Assert.Equal(CloseReason.NameTaken, await _nodes[1].RefuseAsync("ann", "bob"));
        Assert.Equal(CloseReason.NameTaken, await _nodes[0].RefuseAsync("ann"));

        await clients[2].EndAsync();
        await clients[0].EndAsync();
        Assert.Equal(CloseReason.NameTaken, await _nodes[1].RefuseAsync("ann"));
        await clients[1].EndAsync();
        await _nodes[1].ConnectAsync("ann");
    }

    [SkippableFact]
    public async Task Of_nodes_that_race_for_a_name_one_wins_also_while_its_home_moves()
    {
        var database = await StartAsync(2);
        var holders = new Dictionary<string, SpecClient>();
        foreach (var name in Names.Take(10)) holders.Add(name, await _nodes[0].ConnectAsync(name));
        var joining = ClientNode.StartAsync(database, 1, before: [.. _nodes]);
        for (var round = 0; round < 10; round++) await RaceAsync(Names[10..]);
        _nodes.AddRange(await joining);
        await Eventually.AssertAsync(async () =>
        {
            await RaceAsync(Names[10..]);
            Assert.Contains(true, await Task.WhenAll(Names[10..].Select(_nodes[2].IsHomeOfAsync)));
        });

        // What is held stays held wherever its home is.
        foreach (var name in holders.Keys)
            Assert.Equal(CloseReason.NameTaken, await _nodes[2].RefuseAsync(name));
        var leaving = _nodes[1];
        _nodes.Remove(leaving);
        var left = leaving.Node.LeaveAsync();
        for (var round = 0; round < 10; round++) await RaceAsync(Names[10..]);
        await left;
        foreach (var name in holders.Keys)
            Assert.Equal(CloseReason.NameTaken, await _nodes[1].RefuseAsync(name));
    }

    [SkippableFact]
    public async Task The_names_of_a_node_that_died_invite_to_come_back_and_are_free_within_ten_seconds()
    {
        await StartAsync(3);
        foreach (var name in Names) await _nodes[2].ConnectAsync(name);
        foreach (var name in Names) Assert.Equal(CloseReason.NameTaken, await _nodes[0].RefuseAsync(name));
        await _nodes[2].DisposeAsync();
        var diedAt = TimeProvider.System.GetTimestamp();
        _nodes.RemoveAt(2);

        var last = await Task.WhenAll(Names.Select(ComesBackAsync));
        Assert.All(last, reason => Assert.True(reason is null or { MayReconnect: true }, reason?.Text));
        Assert.InRange(TimeProvider.System.GetElapsedTime(diedAt), TimeSpan.Zero, Soon);
    }

    [SkippableFact]
    public async Task A_node_that_was_cut_off_closes_its_clients_whose_names_others_have_since()
    {
        await StartAsync(3, NoneDies);
        var cut = _nodes[2];
        // The home of this name starts when the node that has it cannot be asked.
        var name = await FirstAsync(Names, async one => await cut.ConnectAsync(one) is not null
            && !await cut.IsHomeOfAsync(one));
        var homes = await Task.WhenAll(_nodes[0].IsHomeOfAsync(name), _nodes[1].IsHomeOfAsync(name));
        var (home, other) = homes[0] ? (_nodes[0], _nodes[1]) : (_nodes[1], _nodes[0]);
        await cut.Node.CutFromAsync(home.Node, other.Node);
        Assert.Equal(CloseReason.NameUncertain, await other.RefuseAsync(name));

        await cut.Node.HealAsync(home.Node, other.Node);
        Assert.Equal(CloseReason.NameTaken, await other.RefuseAsync(name));
    }

    [SkippableFact]
    public async Task Names_are_given_while_the_oldest_node_is_of_a_version_that_has_none()
    {
        var database = await StoreDatabase.CreateAsync();
        await using var older = await TestNode.StartAsync(database, more: "akka.cluster.roles = []");
        await older.JoinAsync();
        // It knows nothing of names, and has an actor that is called as theirs is.
        var heard = new ConcurrentQueue<object>();
        older.System.ActorOf(Props.Create(() => new Listener(heard)), "connections");
        _nodes.AddRange(await ClientNode.StartAsync(database, 2));

        foreach (var name in Names)
        {
            await _nodes[0].ConnectAsync(name);
            Assert.Equal(CloseReason.NameTaken, await _nodes[1].RefuseAsync(name));
        }
        Assert.Empty(heard);
    }

    private static async Task<string> FirstAsync(string[] names, Func<string, Task<bool>> isIt)
    {
        foreach (var name in names)
            if (await isIt(name)) return name;
        throw new InvalidOperationException("There is none.");
    }

    private async Task<string> StartAsync(int count, string more = "")
    {
        var database = await StoreDatabase.CreateAsync();
        _nodes.AddRange(await ClientNode.StartAsync(database, count, more));
        return database;
    }

    // Every node asks for each name at once. Who has it lets it go.
    private async Task RaceAsync(string[] names) => await Task.WhenAll(names.Select(async name =>
    {
        SpecClient[] clients = [.. _nodes.Select(_ => new SpecClient())];
        var reasons = await Task.WhenAll(_nodes.Zip(clients, (node, client) =>
            client.ConnectAsync(node.Registry, name)));
        Assert.True(reasons.Count(reason => reason is null) <= 1, $"Two have {name}.");
        // A home that moves may leave all of them to come again.
        if (!reasons.Contains(CloseReason.NameUncertain)) Assert.Contains(reasons, reason => reason is null);
        await Task.WhenAll(
            clients.Where(client => client.Name is not null).Select(client => client.EndAsync()));
    }));

    // Refused until it is let in; what it was told the last time.
    private async Task<CloseReason?> ComesBackAsync(string name)
    {
        for (CloseReason? last = null; ;)
        {
            var reason = await new SpecClient().ConnectAsync(_nodes[0].Registry, name);
            if (reason is null) return last;
            last = reason;
        }
    }

    private sealed class Listener(ConcurrentQueue<object> heard) : UntypedActor
    {
        protected override void OnReceive(object message) => heard.Enqueue(message);
    }
}
