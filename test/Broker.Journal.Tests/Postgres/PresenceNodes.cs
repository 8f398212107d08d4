using Broker.Actors.Presence;
using Broker.Journal.Postgres;
using Broker.Journal.Tests.Kit;
using Broker.Postgres.TestKit;
using Npgsql;
using static Broker.Actors.Presence.PresenceProtocol;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Journal.Tests.Postgres;

/// <summary>Some nodes of one database; none of them ends by itself while a spec runs.</summary>
internal sealed class PresenceNodes : IAsyncDisposable
{
    private static readonly PresenceSettings Settings = new(
        Lease: TimeSpan.FromMinutes(5),
        RenewInterval: TimeSpan.FromMinutes(1),
        AnswerWithin: TimeSpan.FromSeconds(30),
        RetryInterval: TimeSpan.FromSeconds(1),
        BatchKeysMax: 10,
        WaitingMax: 10,
        DemandInterval: TimeSpan.FromSeconds(1),
        DemandKeysMax: 10);

    private readonly List<PostgresPresenceStore> _stores = [];
    private readonly List<NpgsqlConnection> _connections = [];
    private readonly string _connection;

    private PresenceNodes(string connection) => _connection = connection;

    /// <param name="server">Null for the one that specs share.</param>
    public static async Task<PresenceNodes> CreateAsync(PostgresServer? server = null)
    {
        server ??= await PostgresServer.SharedAsync();
        var connection = await server.CreateDatabaseAsync();
        await PostgresDatabase.Open(
            Journals.Settings.Postgres with { Connection = connection }).DisposeAsync();
        return new PresenceNodes(connection);
    }

    public async Task<Node> JoinAsync()
    {
        var store = PostgresPresenceStore.Open(
            Journals.Settings.Postgres with { Connection = _connection }, Settings);
        _stores.Add(store);
        return new Node(store, await store.JoinAsync());
    }

    /// <summary>As if nothing had been heard of it for longer than a lease.</summary>
    public Task KillAsync(Node node) => ShortenAsync(node, "-1 second");

    /// <summary>As if the database had been away for so long.</summary>
    public Task PassAsync(string time) => PostgresServer.ExecuteAsync(
        _connection, $"UPDATE broker.nodes SET lease_until = lease_until - interval '{time}'");

    /// <summary>So much of its lease is left.</summary>
    public Task ShortenAsync(Node node, string left) => PostgresServer.ExecuteAsync(
        _connection,
        $"UPDATE broker.nodes SET lease_until = now() + interval '{left}' WHERE node = {node.Number}");

    /// <summary>An exchange that has done everything but to commit.</summary>
    public async Task<NpgsqlTransaction> BeginExchangeAsync(Node node, string channel, string name)
    {
        var connection = new NpgsqlConnection(_connection);
        _connections.Add(connection);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            $"SELECT broker.presence_exchange({node.Number}, 300000, '{{0}}', '{{{channel}}}', '{{1}}', "
            + $"'{{2}}', '{{{name}}}', '{{}}', '{{}}', '{{}}', '{{}}')",
            connection);
        await command.ExecuteNonQueryAsync();
        return transaction;
    }

    /// <summary>Whether a call waits for another one's lock.</summary>
    public async Task<bool> SomebodyWaitsAsync()
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND database ="
            + " (SELECT oid FROM pg_database WHERE datname = current_database()))",
            connection);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    public Task AssertAsync(string condition) => PostgresServer.ExecuteAsync(
        _connection, $"DO $$ BEGIN ASSERT ({condition}), '{condition.Replace('\'', '"')}'; END $$");

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores) await store.DisposeAsync();
        foreach (var connection in _connections) await connection.DisposeAsync();
    }

    internal sealed record Node(PostgresPresenceStore Store, long Number)
    {
        private static readonly PresenceBatch Nothing = new([], [], [], [], []);

        public Task<PresenceOutcome?> RenewAsync() => Store.ExchangeAsync(Number, Nothing);

        public async Task<PresenceOutcome> ExchangeAsync(PresenceBatch batch) =>
            await Store.ExchangeAsync(Number, batch) ?? throw new InvalidOperationException("no lease");

        /// <summary>So many subscribers here; answers how many there are elsewhere.</summary>
        public async Task<int> HasAsync(string channel, int count) =>
            (await ExchangeAsync(
                Nothing with { Reports = [new(Area.Channels, channel, count)] })).Elsewhere[0];

        public async Task<bool> ClaimAsync(string name) =>
            (await ExchangeAsync(Nothing with { Claims = [new(Area.ClientNames, name)] })).Claimed[0];

        public Task GiveBackAsync(string name) =>
            ExchangeAsync(Nothing with { Reports = [new(Area.ClientNames, name, 0)] });

        public async Task<IReadOnlyList<string>> ListAsync(Area area) =>
            [.. (await ExchangeAsync(Nothing with { Lists = [area] })).Listed[0].Order(
                StringComparer.Ordinal)];

        public async Task<IReadOnlyList<bool>> FindAsync(params string[] channels) =>
            (await ExchangeAsync(Nothing with
            {
                Finds = [.. channels.Select(channel => new PresenceKey(Area.Channels, channel))],
            })).Found;

        public async Task<IReadOnlyList<bool>> UseAsync(DateTimeOffset expires, params string[] tokens) =>
            (await ExchangeAsync(Nothing with
            {
                Tokens = [.. tokens.Select(token => new UseToken(token, expires))],
            })).FirstUses;
    }
}
