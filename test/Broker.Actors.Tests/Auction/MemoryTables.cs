using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Broker.Actors.Auction;
using Broker.Actors.Tests.Persistence;

namespace Broker.Actors.Tests.Auction;

/// <summary>The auction's tables in memory, over the events of a <see cref="JournalScript"/>.</summary>
internal sealed class MemoryTables(JournalScript journal) : IAuctionTables
{
    public ConcurrentDictionary<string, OfferRow> Rows { get; } = new();

    public async IAsyncEnumerable<OfferRow> ReadOffersAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Check();
        foreach (var row in Rows.Values) yield return row;
        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> ReadUnlistedOffersAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Check();
        foreach (var (id, highest) in journal.Highest)
            if (id.StartsWith("o:", StringComparison.Ordinal) && NumberOf(id) < highest) yield return id;
        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<ChangedOffer> ReadChangedOffersAsync(
        TimeSpan age, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Check();
        foreach (var (id, highest) in journal.Highest)
        {
            if (!id.StartsWith("o:", StringComparison.Ordinal)) continue;
            yield return new ChangedOffer(id, NumberOf(id) < highest ? null : Rows[id]);
        }
        await Task.CompletedTask;
    }

    public Task WriteOffersAsync(IReadOnlyList<OfferRow> rows, CancellationToken cancellationToken)
    {
        if (journal.IsAway) return Task.FromException(new IOException("the store is away"));

        foreach (var row in rows) Rows[row.PersistenceId] = row;
        return Task.CompletedTask;
    }

    public Task<long> CountAccountsAsync(CancellationToken cancellationToken) => journal.IsAway
        ? Task.FromException<long>(new IOException("the store is away"))
        : Task.FromResult(
            (long)journal.Highest.Keys.Count(id => id.StartsWith("a:", StringComparison.Ordinal)));

    private long NumberOf(string id) => Rows.TryGetValue(id, out var row) ? row.SequenceNr : 0;

    private void Check()
    {
        if (journal.IsAway) throw new IOException("the store is away");
    }
}
