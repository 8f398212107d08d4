using Broker.Benchmarks.Kit;

namespace Broker.Cluster.Benchmarks;

/// <summary>How to start the nodes that are measured together.</summary>
/// <param name="Name">Heads its column.</param>
/// <param name="Nodes">How many.</param>
/// <param name="Gateway">The server's assembly.</param>
/// <param name="Config">File of HOCON with the kinds <c>memory</c> and <c>stored</c>.</param>
/// <param name="Postgres">Connection string; empty for one node with SQLite.</param>
internal sealed record Deployment(string Name, int Nodes, string Gateway, string Config, string Postgres)
{
    /// <param name="directory">For the data of its nodes.</param>
    public async Task<List<Server>> StartAsync(string directory)
    {
        var settings = await File.ReadAllTextAsync(Config);
        var servers = new List<Server>();
        for (var node = 0; node < Nodes; node++)
        {
            var data = Path.Combine(directory, Guid.NewGuid().ToString("n"));
            Directory.CreateDirectory(data);
            servers.Add(await Server.StartAsync(
                Gateway, data, settings, Postgres.Length == 0 ? null : Postgres));
        }
        return servers;
    }
}
