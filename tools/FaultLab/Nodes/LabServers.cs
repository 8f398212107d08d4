using Broker.Postgres.TestKit;

namespace Broker.FaultLab.Nodes;

/// <summary>The nodes of a run, and their database with what lies between.</summary>
public sealed class LabServers : IAsyncDisposable
{
    // What the standby lacks in the end.
    private static readonly TimeSpan StandbyLag = TimeSpan.FromSeconds(1);

    private PostgresServer? _standby;
    private bool _isClean;

    private LabServers(string directory, LabNetwork network, PostgresServer? database, int nodes)
    {
        (Directory, Network, Database) = (directory, network, database);
        var count = database is null ? nodes : nodes + 1;
        Links = database is null
            ? []
            : [.. Enumerable.Range(0, count).Select(_ => new DatabaseLink(network.Host, database.Port))];
        var all = Enumerable.Range(0, count).Select(number => new ServerNode(
            number, Path.Combine(directory, $"node{number}"), LabConfig.Text,
            database is null ? "" : Connection(number), network)).ToList();
        Nodes = all[..nodes];
        Spare = database is null ? null : all[nodes];
    }

    /// <summary>Where data and output of the nodes are.</summary>
    public string Directory { get; }

    public LabNetwork Network { get; }

    /// <summary>Null on SQLite.</summary>
    public PostgresServer? Database { get; private set; }

    /// <summary>One for each node; none on SQLite.</summary>
    public IReadOnlyList<DatabaseLink> Links { get; }

    public IReadOnlyList<ServerNode> Nodes { get; }

    /// <summary>A node that joins and leaves, and has no clients; null on SQLite.</summary>
    public ServerNode? Spare { get; }

    /// <summary>All nodes at once, as an operator would.</summary>
    /// <param name="program">The server that they run.</param>
    public static async Task<LabServers> StartAsync(int nodes, bool isShared, string program)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("broker-lab-").FullName;
        var network = isShared ? LabNetwork.Create(nodes + 1) : LabNetwork.Loopback();
        var database = isShared
            ? await PostgresServer.StartNewAsync(isDurable: true, canReplicate: true)
            : null;
        if (database is not null) await database.ExecuteAsync("CREATE DATABASE lab");
        var servers = new LabServers(directory, network, database, nodes);
        foreach (var node in servers.Nodes)
        {
            node.Program = program;
            node.Start();
        }
        return servers;
    }

    /// <summary>False when a node does not become ready within the time.</summary>
    public async Task<bool> AreReadyAsync(TimeSpan limit, CancellationToken stop)
    {
        var ready = await Task.WhenAll(
            Nodes.Select(node => Pause.UntilAsync(node.IsReadyAsync, limit, stop)));
        return ready.All(isReady => isReady);
    }

    /// <summary>
    /// Publishes at each node to channels that no client uses. The first answers of a process are slow, and
    /// here several processes start on one machine at once.
    /// </summary>
    public async Task WarmUpAsync(CancellationToken stop)
    {
        using var client = new HttpClient();
        foreach (var node in Nodes)
        {
            foreach (var kind in (string[])["durable", "kept"])
            {
                var channel = new Uri(node.Http, $"publish?channel={kind}.warm-up-{node.Number}");
                using var answer = await client.PostAsync(channel, null, stop);
            }
        }
    }

    /// <summary>A copy of the database follows it from now on.</summary>
    public async Task PrepareStandbyAsync() => _standby = await Database!.StartStandbyAsync();

    /// <summary>The database is gone; its standby, which had stopped following, takes its place.</summary>
    public async Task FailOverAsync()
    {
        var (old, standby) = (Database!, _standby!);
        await standby.StopFollowingAsync();
        await Pause.ForAsync(StandbyLag, CancellationToken.None);
        await old.StopAsync(isImmediate: true);
        await standby.PromoteAsync();
        foreach (var link in Links) link.Redirect(standby.Port);
        (Database, _standby) = (standby, null);
        await old.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes) node.Dispose();
        Spare?.Dispose();
        foreach (var link in Links) link.Dispose();
        if (_standby is not null) await _standby.DisposeAsync();
        if (Database is not null) await Database.DisposeAsync();
        Network.Dispose();
        if (_isClean) System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>What the nodes left goes with them; a run that found something keeps it.</summary>
    public void RemoveFiles() => _isClean = true;

    private string Connection(int node) =>
        $"Host={Network.Host};Port={Links[node].Port};Username=postgres;Database=lab";
}
