using Broker.Postgres.TestKit;

namespace Broker.FaultLab.Nodes;

/// <summary>The nodes of a run, and their database with what lies between.</summary>
public sealed class LabServers : IAsyncDisposable
{
    private LabServers(
        string directory, PostgresServer? database, DatabaseLink[] links, ServerNode[] nodes) =>
        (Directory, Database, Links, Nodes) = (directory, database, links, nodes);

    /// <summary>Where data and output of the nodes are.</summary>
    public string Directory { get; }

    /// <summary>Null on SQLite.</summary>
    public PostgresServer? Database { get; }

    /// <summary>One for each node; none on SQLite.</summary>
    public IReadOnlyList<DatabaseLink> Links { get; }

    public IReadOnlyList<ServerNode> Nodes { get; }

    /// <summary>All nodes at once, as an operator would.</summary>
    public static async Task<LabServers> StartAsync(int nodes, bool isShared)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("broker-lab-").FullName;
        var database = isShared ? await PostgresServer.StartNewAsync(isDurable: true) : null;
        if (database is not null) await PrepareAsync(database);
        var links = database is null
            ? []
            : Enumerable.Range(0, nodes).Select(_ => new DatabaseLink(database.Port)).ToArray();
        var servers = new LabServers(directory, database, links,
        [
            .. Enumerable.Range(0, nodes).Select(number => new ServerNode(
                number, Path.Combine(directory, $"node{number}"), LabConfig.Text,
                links.Length == 0 ? "" : Connection(links[number].Port))),
        ]);
        foreach (var node in servers.Nodes) node.Start();
        return servers;
    }

    /// <summary>False when a node does not become ready within the time.</summary>
    public async Task<bool> AreReadyAsync(TimeSpan limit, CancellationToken stop)
    {
        var ready = await Task.WhenAll(
            Nodes.Select(node => Pause.UntilAsync(node.IsReadyAsync, limit, stop)));
        return ready.All(isReady => isReady);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes) node.Dispose();
        foreach (var link in Links) link.Dispose();
        if (Database is not null) await Database.DisposeAsync();
    }

    /// <summary>Removes what the nodes left; a run that found something keeps it.</summary>
    public void RemoveFiles() => System.IO.Directory.Delete(Directory, recursive: true);

    // What nobody waits for is written as late as possible, so that a crash forgets more.
    private static async Task PrepareAsync(PostgresServer database)
    {
        await database.ExecuteAsync("CREATE DATABASE lab");
        await database.ExecuteAsync("ALTER SYSTEM SET wal_writer_delay = '10s'");
        await database.ExecuteAsync("SELECT pg_reload_conf()");
    }

    private static string Connection(int port) =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Database=lab";
}
