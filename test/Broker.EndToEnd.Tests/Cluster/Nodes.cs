using Broker.Postgres.TestKit;

namespace Broker.EndToEnd.Tests.Cluster;

/// <summary>Three servers over one database, which make one cluster.</summary>
public sealed class Nodes : IAsyncLifetime
{
    private readonly List<BrokerProcess> _all = [];
    private string _connection = "";

    public BrokerProcess First => Started(0);

    public BrokerProcess Second => Started(1);

    public BrokerProcess Third => Started(2);

    public async Task InitializeAsync()
    {
        // The specs are skipped then: each of them asks for a node.
        if (PostgresServer.Missing is not null) return;

        var server = await PostgresServer.SharedAsync();
        _connection = await server.CreateDatabaseAsync();
        _all.AddRange(await Task.WhenAll(StartAsync(), StartAsync(), StartAsync()));
    }

    /// <summary>One more node, which the caller ends.</summary>
    public Task<BrokerProcess> StartAsync(string? config = null)
    {
        PostgresServer.Require();
        return BrokerProcess.StartAsync(new BrokerStart
        {
            Config = config,
            Environment = new Dictionary<string, string> { ["BROKER_POSTGRES"] = _connection },
        });
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _all) await node.DisposeAsync();
    }

    private BrokerProcess Started(int node)
    {
        PostgresServer.Require();
        return _all[node];
    }
}
