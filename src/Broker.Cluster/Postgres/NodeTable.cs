using System.Net.Sockets;
using Broker.Cluster.Joining;
using Npgsql;

namespace Broker.Cluster.Postgres;

/// <summary>
/// The statements on <c>broker.node</c>. It has its own connections, so that a busy store never delays a
/// renewal. Safe from any thread. All of it throws what <see cref="IsAway"/> knows while the database is
/// away.
/// </summary>
internal sealed class NodeTable(NpgsqlDataSource source, TimeSpan ttl)
{
    // "bron": one after the other ends nodes, so that two never end each other.
    private const long EndingLock = 0x62726f6e;

    private const string RenewSql = """
        INSERT INTO broker.node AS node (id, address, uid, state, agreed, expires)
        VALUES ($1, $2, $3, $4, $5, clock_timestamp() + $6)
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, expires = excluded.expires
        WHERE node.state <> 'ended'
        """;

    // Its address is bound by this process, so the one that had it is gone.
    private const string ReplaceSql = """
        UPDATE broker.node SET state = 'ended' WHERE address = $2 AND id <> $1 AND state <> 'ended'
        """;

    private const string ForgetSql = """
        DELETE FROM broker.node WHERE state = 'ended' AND expires < clock_timestamp() - interval '7 days'
        """;

    private const string LeaveSql = "UPDATE broker.node SET state = 'ended' WHERE id = $1";

    private const string EndSql = """
        UPDATE broker.node SET state = 'ended'
        FROM unnest($2, $3) AS gone (address, uid)
        WHERE node.address = gone.address AND node.uid = gone.uid AND node.state <> 'ended'
            AND EXISTS (SELECT FROM broker.node AS me WHERE me.id = $1 AND me.state <> 'ended')
        """;

    private const string LeasesSql = """
        SELECT address, uid, expires - clock_timestamp() FROM broker.node WHERE state <> 'ended'
        """;

    private const string IsLeftSql =
        "SELECT EXISTS (SELECT FROM broker.node WHERE id = $1 AND state <> 'ended')";

    /// <summary>Whether an exception says that the database does not answer.</summary>
    public static bool IsAway(Exception e) => e is NpgsqlException or SocketException or TimeoutException;

    /// <summary>Takes the place of a process that had the same address.</summary>
    public async Task ReplaceAsync(NodeIdentity node, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new(ReplaceSql) { Parameters = { Of(node.Id), Of(node.Address) } });
        batch.BatchCommands.Add(new(ForgetSql));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Registers the node or renews its lease, also where a failover has lost its row.</summary>
    /// <param name="clock">Gives the time at which the renewal is sent.</param>
    /// <returns>That time; null when the node has ended.</returns>
    public async Task<TimeSpan?> RenewAsync(
        NodeIdentity node, NodeState state, Func<TimeSpan> clock, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(RenewSql, connection)
        {
            Parameters =
            {
                Of(node.Id), Of(node.Address), Of(node.Uid), Of(NodeStates.NameOf(state)), Of(node.Agreed),
                Of(ttl),
            },
        };
        var sentAt = clock();
        return await command.ExecuteNonQueryAsync(cancellation) == 1 ? sentAt : null;
    }

    /// <summary>
    /// Ends other nodes, unless this one has been ended before. Their leases are over with it.
    /// </summary>
    /// <returns>Whether this node goes on.</returns>
    public async Task<bool> TryEndAsync(
        long id, IReadOnlyCollection<(string Address, long Uid)> others, CancellationToken cancellation)
    {
        // One batch is one transaction, which the lock lasts for.
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new($"SELECT pg_advisory_xact_lock({EndingLock})"));
        batch.BatchCommands.Add(new(EndSql)
        {
            Parameters =
            {
                Of(id),
                Of(others.Select(other => other.Address).ToArray()),
                Of(others.Select(other => other.Uid).ToArray()),
            },
        });
        batch.BatchCommands.Add(new(IsLeftSql) { Parameters = { Of(id) } });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return await reader.ReadAsync(cancellation) && reader.GetBoolean(0);
    }

    /// <summary>
    /// What is left of the lease of each node that has not ended: zero or less when it is over.
    /// </summary>
    public async Task<IReadOnlyDictionary<(string Address, long Uid), TimeSpan>> ReadLeasesAsync(
        CancellationToken cancellation)
    {
        var leases = new Dictionary<(string, long), TimeSpan>();
        await using var command = source.CreateCommand(LeasesSql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            leases[(reader.GetString(0), reader.GetInt64(1))] = reader.GetTimeSpan(2);
        return leases;
    }

    /// <summary>The node has left.</summary>
    public async Task EndAsync(long id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(LeaveSql);
        command.Parameters.Add(Of(id));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Begins to look for a cluster; null while another node does.</summary>
    public Task<JoinSession?> TryBeginJoinAsync(NodeIdentity node, CancellationToken cancellation) =>
        JoinSession.TryBeginAsync(source, node, cancellation);

    internal static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
