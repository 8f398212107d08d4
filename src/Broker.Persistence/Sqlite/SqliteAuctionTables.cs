using System.Runtime.CompilerServices;
using Broker.Actors.Auction;
using Microsoft.Data.Sqlite;

namespace Broker.Persistence.Sqlite;

/// <summary>
/// The auction's tables in SQLite. SQLite works on the caller's thread, so all of it runs on the thread pool.
/// </summary>
internal sealed class SqliteAuctionTables(SqliteConnections connections) : IAuctionTables
{
    // Each step finds the next id, and the newest event of it, by one look into the index: an offer's events
    // are not gone through.
    private const string UnlistedSql = """
        WITH RECURSIVE offer (id) AS (
            SELECT min(persistence_id) FROM journal WHERE persistence_id >= $first AND persistence_id < $end
            UNION ALL
            SELECT (SELECT min(persistence_id) FROM journal
                    WHERE persistence_id > offer.id AND persistence_id < $end)
            FROM offer WHERE offer.id IS NOT NULL)
        SELECT offer.id FROM offer
        LEFT JOIN offer_list ON offer_list.persistence_id = offer.id
        WHERE offer.id IS NOT NULL AND coalesce(offer_list.sequence_number, 0)
            < (SELECT max(sequence_number) FROM journal WHERE persistence_id = offer.id)
        """;

    private const string WriteSql = """
        INSERT INTO offer_list (persistence_id, sequence_number, offer) VALUES ($id, $number, $offer)
        ON CONFLICT (persistence_id) DO UPDATE
            SET sequence_number = excluded.sequence_number, offer = excluded.offer
            WHERE excluded.sequence_number > offer_list.sequence_number
        """;

    public async IAsyncEnumerable<OfferRow> ReadOffersAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = Open();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT persistence_id, sequence_number, offer FROM offer_list";
        await using var reader = Read(command);
        while (Next(reader))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new OfferRow(reader.GetString(0), reader.GetInt64(1), (byte[])reader.GetValue(2));
        }
    }

    public async IAsyncEnumerable<string> ReadUnlistedOffersAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = Open();
        await using var command = connection.CreateCommand();
        command.CommandText = UnlistedSql;
        command.Parameters.AddWithValue("$first", IdRange.Of(AuctionIds.OfferKind).First);
        command.Parameters.AddWithValue("$end", IdRange.Of(AuctionIds.OfferKind).End);
        await using var reader = Read(command);
        while (Next(reader))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return reader.GetString(0);
        }
    }

    // A file has one process.
    public IAsyncEnumerable<ChangedOffer> ReadChangedOffersAsync(
        TimeSpan age, CancellationToken cancellationToken) => AsyncEnumerable.Empty<ChangedOffer>();

    public Task WriteOffersAsync(IReadOnlyList<OfferRow> rows, CancellationToken cancellationToken) =>
        Task.Run(() => Write(rows), cancellationToken);

    public Task<long> CountAccountsAsync(CancellationToken cancellationToken) =>
        Task.Run(CountAccounts, cancellationToken);

    private void Write(IReadOnlyList<OfferRow> rows)
    {
        try
        {
            using var connection = connections.Open();
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = WriteSql;
            var (id, number, offer) = (
                command.Parameters.Add("$id", SqliteType.Text),
                command.Parameters.Add("$number", SqliteType.Integer),
                command.Parameters.Add("$offer", SqliteType.Blob));
            foreach (var row in rows)
            {
                (id.Value, number.Value) = (row.PersistenceId, row.SequenceNr);
                offer.Value = row.Offer.ToArray();
                command.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        catch (SqliteException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private long CountAccounts()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        // The first event of an account makes it.
        command.CommandText =
            "SELECT count(*) FROM journal "
            + "WHERE persistence_id >= $first AND persistence_id < $end AND sequence_number = 1";
        command.Parameters.AddWithValue("$first", IdRange.Of(AuctionIds.AccountKind).First);
        command.Parameters.AddWithValue("$end", IdRange.Of(AuctionIds.AccountKind).End);
        using var reader = Read(command);
        return Next(reader) ? reader.GetInt64(0) : 0;
    }

    private SqliteConnection Open()
    {
        try
        {
            return connections.Open();
        }
        catch (SqliteException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static SqliteDataReader Read(SqliteCommand command)
    {
        try
        {
            return command.ExecuteReader();
        }
        catch (SqliteException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static bool Next(SqliteDataReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (SqliteException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
