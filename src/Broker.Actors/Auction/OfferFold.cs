using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// Reads every offer out of the journal, at the start. It appends a mark first: when it meets that, it has
/// met all that was stored before.
/// </summary>
internal static class OfferFold
{
    /// <exception cref="IOException">The journal cannot be read or written now.</exception>
    public static async Task<Folded> RunAsync(
        IJournal journal, Durability level, CancellationToken cancellationToken)
    {
        var mark = await JournalMark.StoreAsync(journal, OfferStream.Marks, level);
        var offers = new Dictionary<OfferId, ListedOffer>();
        await foreach (var one in journal.FollowAsync(0, OfferStream.Prefix, cancellationToken))
        {
            if (one is Recorded recorded) Take(recorded, offers);
            // It has lost something, so the journal answers for it no more; nobody could bid on it.
            else if (one is Hole hole && OfferStream.TryParse(hole.Stream, out var lost)) offers.Remove(lost);

            if (one.Position >= mark) return new Folded(new OfferIndex(offers), one.Position);
        }

        throw new IOException("the journal was closed");
    }

    private static void Take(Recorded recorded, Dictionary<OfferId, ListedOffer> offers)
    {
        if (!OfferStream.TryParse(recorded.Stream, out var id)
            || !OfferEventCodec.TryRead(recorded.Type, recorded.Payload.Span, out var happened))
            return;

        if (happened is OfferEvent.Created created)
            offers.TryAdd(id, new ListedOffer(OfferState.OfferOf(id, created)));
        else if (happened is OfferEvent.Kept kept)
        {
            offers.TryAdd(id, new ListedOffer(OfferState.OfferOf(id, kept.Offer)));
            if (kept.Accepted > 0) offers[id].Sold = true;
        }
        else if (offers.TryGetValue(id, out var listed))
        {
            if (happened is OfferEvent.Placed placed) listed.BidPrice = placed.BidPrice;
            else if (happened is OfferEvent.Sold) listed.Sold = true;
        }
    }

    /// <param name="Position">What was stored up to there is in the list.</param>
    internal sealed record Folded(OfferIndex Index, long Position);
}
