using Broker.Actors.Auction.Proto;

namespace Broker.Actors.Auction;

/// <summary>
/// Reads the list of offers from the store. It works on the thread pool: a million rows take seconds.
/// </summary>
internal static class OfferListReader
{
    /// <param name="Unlisted">Offers whose newest event is in no row.</param>
    public sealed record Loaded(OfferIndex Index, IReadOnlyList<OfferId> Unlisted)
        : INoSerializationVerificationNeeded;

    /// <param name="Unlisted">Those of the changed ones whose newest event is in no row.</param>
    public sealed record Changes(IReadOnlyList<Offer> Listed, IReadOnlyList<OfferId> Unlisted)
        : INoSerializationVerificationNeeded;

    public static Task<Loaded> LoadAsync(IAuctionTables tables, CancellationToken stopping) => Task.Run(
        async () =>
        {
            var offers = new Dictionary<OfferId, ListedOffer>();
            await foreach (var row in tables.ReadOffersAsync(stopping))
                if (Read(row) is { } offer) offers.Add(offer.Id, new ListedOffer(offer));

            var unlisted = new List<OfferId>();
            await foreach (var text in tables.ReadUnlistedOffersAsync(stopping))
                if (AuctionIds.TryParseOffer(text, out var id)) unlisted.Add(id);
            return new Loaded(new OfferIndex(offers), unlisted);
        },
        stopping);

    /// <param name="tables">Of the store.</param>
    /// <param name="age">How long ago an offer may have changed.</param>
    /// <param name="stopping">Ends it.</param>
    public static Task<Changes> ReadChangesAsync(
        IAuctionTables tables, TimeSpan age, CancellationToken stopping) => Task.Run(
        async () =>
        {
            var (listed, unlisted) = (new List<Offer>(), new List<OfferId>());
            await foreach (var changed in tables.ReadChangedOffersAsync(age, stopping))
            {
                if (changed.Row is { } row && Read(row) is { } offer) listed.Add(offer);
                else if (AuctionIds.TryParseOffer(changed.PersistenceId, out var id)) unlisted.Add(id);
            }
            return new Changes(listed, unlisted);
        },
        stopping);

    private static Offer? Read(OfferRow row) => AuctionIds.TryParseOffer(row.PersistenceId, out var id)
        ? OfferListed.Parser.ParseFrom(row.Offer.Span).ToOffer(id)
        : null;
}
