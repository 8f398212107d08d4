using Broker.Postgres.TestKit;

namespace Broker.EndToEnd.Tests.Cluster;

/// <summary>Three servers over one database, each with nothing else in common.</summary>
public sealed class Nodes : IAsyncLifetime
{
    private readonly List<BrokerProcess> _all = [];
    private string _connection = "";

    public BrokerProcess First => _all[0];

    public BrokerProcess Second => _all[1];

    public BrokerProcess Third => _all[2];

    public async Task InitializeAsync()
    {
        // The specs are skipped then, and say why.
        if (PostgresServer.Missing is not null) return;

        var server = await PostgresServer.SharedAsync();
        _connection = await server.CreateDatabaseAsync();
        _all.AddRange(await Task.WhenAll(StartAsync(), StartAsync(), StartAsync()));
    }

    /// <summary>One more node, which the caller ends.</summary>
    public Task<BrokerProcess> StartAsync(string? config = null) => BrokerProcess.StartAsync(new BrokerStart
    {
        Config = config,
        Environment = new Dictionary<string, string> { ["BROKER_POSTGRES"] = _connection },
    });

    public async Task DisposeAsync()
    {
        foreach (var node in _all) await node.DisposeAsync();
    }
}
