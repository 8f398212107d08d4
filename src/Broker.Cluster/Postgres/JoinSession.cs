using Broker.Cluster.Joining;
using Npgsql;

namespace Broker.Cluster.Postgres;

/// <summary>
/// The time in which one node alone decides how it joins: a transaction that holds an advisory lock. It ends
/// with <see cref="FormedAsync"/> or when it is disposed; a process that dies lets it go.
/// </summary>
internal sealed class JoinSession : IAsyncDisposable
{
    // "broj".
    private const long JoiningLock = 0x62726f6a;

    private const string ReadSql = """
        SELECT id, address, state, agreed, expires > clock_timestamp()
        FROM broker.node WHERE state <> 'ended' AND id <> $1 ORDER BY address
        """;

    private const string FormedSql = """
        UPDATE broker.node SET state = CASE WHEN id = $1 THEN 'up' ELSE 'ended' END
        WHERE state <> 'ended' AND (id = $1 OR expires < clock_timestamp())
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly NodeIdentity _node;

    private JoinSession(NpgsqlConnection connection, NpgsqlTransaction transaction, NodeIdentity node) =>
        (_connection, _transaction, _node) = (connection, transaction, node);

    public static async Task<JoinSession?> TryBeginAsync(
        NpgsqlDataSource source, NodeIdentity node, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            var session = new JoinSession(
                connection, await connection.BeginTransactionAsync(cancellation), node);
            await using var command = new NpgsqlCommand(
                $"SELECT pg_try_advisory_xact_lock({JoiningLock})", connection);
            if (await command.ExecuteScalarAsync(cancellation) is true) return session;

            await session.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The other nodes that have not ended.</summary>
    public async Task<IReadOnlyList<NodeRow>> ReadAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(ReadSql, _connection)
        {
            Parameters = { NodeTable.Of(_node.Id) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<NodeRow>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(new NodeRow(
                reader.GetInt64(0), reader.GetString(1), NodeStates.Parse(reader.GetString(2)),
                reader.GetString(3), reader.GetBoolean(4)));
        return rows;
    }

    /// <summary>
    /// This node is a cluster: others may join it, and those whose lease is over have ended.
    /// </summary>
    public async Task FormedAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(FormedSql, _connection)
        {
            Parameters = { NodeTable.Of(_node.Id) },
        };
        await command.ExecuteNonQueryAsync(cancellation);
        await _transaction.CommitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
