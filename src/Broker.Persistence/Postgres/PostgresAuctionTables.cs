using System.Runtime.CompilerServices;
using Broker.Actors.Auction;
using Npgsql;
using NpgsqlTypes;

namespace Broker.Persistence.Postgres;

/// <summary>The auction's tables in PostgreSQL.</summary>
internal sealed class PostgresAuctionTables(NpgsqlDataSource source) : IAuctionTables
{
    // Each step finds the next id, and the newest event of it, by one look into the index: an offer's events
    // are not gone through.
    private const string UnlistedSql = """
        WITH RECURSIVE offer (id) AS (
            (SELECT persistence_id FROM broker.journal
             WHERE persistence_id >= $1 AND persistence_id < $2 ORDER BY persistence_id LIMIT 1)
            UNION ALL
            SELECT next.persistence_id FROM offer CROSS JOIN LATERAL (
                SELECT persistence_id FROM broker.journal
                WHERE persistence_id > offer.id AND persistence_id < $2 ORDER BY persistence_id LIMIT 1) next)
        SELECT offer.id FROM offer
        LEFT JOIN broker.offer_list ON offer_list.persistence_id = offer.id
        WHERE coalesce(offer_list.sequence_number, 0)
            < (SELECT max(sequence_number) FROM broker.journal WHERE persistence_id = offer.id)
        """;

    // The range of ids is the condition of the index, which holds no other events.
    private const string ChangedSql = """
        WITH changed AS (
            SELECT persistence_id AS id, max(sequence_number) AS number FROM broker.journal
            WHERE persistence_id >= 'o' AND persistence_id < 'p' AND created >= (SELECT broker.clock()) - $1
            GROUP BY persistence_id)
        SELECT changed.id, offer_list.sequence_number, offer_list.offer FROM changed
        LEFT JOIN broker.offer_list
            ON offer_list.persistence_id = changed.id AND offer_list.sequence_number >= changed.number
        """;

    private const string WriteSql = """
        INSERT INTO broker.offer_list (persistence_id, sequence_number, offer)
        SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (persistence_id) DO UPDATE
            SET sequence_number = excluded.sequence_number, offer = excluded.offer
            WHERE excluded.sequence_number > offer_list.sequence_number
        """;

    // The first event of an account makes it.
    private const string CountSql =
        "SELECT count(*) FROM broker.journal "
        + "WHERE persistence_id >= $1 AND persistence_id < $2 AND sequence_number = 1";

    public async IAsyncEnumerable<OfferRow> ReadOffersAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT persistence_id, sequence_number, offer FROM broker.offer_list");
        await using var reader = await Reading(command.ExecuteReaderAsync(cancellationToken));
        while (await Reading(reader.ReadAsync(cancellationToken)))
            yield return new OfferRow(reader.GetString(0), reader.GetInt64(1), (byte[])reader.GetValue(2));
    }

    public async IAsyncEnumerable<string> ReadUnlistedOffersAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = InRange(UnlistedSql, AuctionIds.OfferKind);
        await using var reader = await Reading(command.ExecuteReaderAsync(cancellationToken));
        while (await Reading(reader.ReadAsync(cancellationToken))) yield return reader.GetString(0);
    }

    public async IAsyncEnumerable<ChangedOffer> ReadChangedOffersAsync(
        TimeSpan age, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(ChangedSql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = age.Ticks });
        await using var reader = await Reading(command.ExecuteReaderAsync(cancellationToken));
        while (await Reading(reader.ReadAsync(cancellationToken)))
        {
            var id = reader.GetString(0);
            yield return new ChangedOffer(id, reader.IsDBNull(1)
                ? null
                : new OfferRow(id, reader.GetInt64(1), (byte[])reader.GetValue(2)));
        }
    }

    public async Task WriteOffersAsync(IReadOnlyList<OfferRow> rows, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(WriteSql);
        command.Parameters.Add(new() { Value = rows.Select(row => row.PersistenceId).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(row => row.SequenceNr).ToArray() });
        command.Parameters.Add(new()
        {
            Value = rows.Select(row => row.Offer.ToArray()).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        });
        await Reading(command.ExecuteNonQueryAsync(cancellationToken));
    }

    public async Task<long> CountAccountsAsync(CancellationToken cancellationToken)
    {
        await using var command = InRange(CountSql, AuctionIds.AccountKind);
        return (long)(await Reading(command.ExecuteScalarAsync(cancellationToken)))!;
    }

    private NpgsqlCommand InRange(string sql, char kind)
    {
        var range = IdRange.Of(kind);
        var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = range.First });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = range.End });
        return command;
    }

    private static async Task<T> Reading<T>(Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new IOException(PostgresDatabase.Describe(e), e);
        }
    }
}
