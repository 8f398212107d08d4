namespace Broker.Actors.Auction;

/// <summary>
/// What the auction keeps in the store beside events: the list of offers, so that a start does not read every
/// event. The list can be made again from the events at any time.
/// </summary>
public interface IAuctionTables
{
    /// <summary>Every row of the list.</summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    IAsyncEnumerable<OfferRow> ReadOffersAsync(CancellationToken cancellationToken);

    /// <summary>The persistence ids of offers whose newest event is in no row yet.</summary>
    /// <exception cref="IOException">They cannot be read now.</exception>
    IAsyncEnumerable<string> ReadUnlistedOffersAsync(CancellationToken cancellationToken);

    /// <summary>The offers that other processes over the same store may have changed lately.</summary>
    /// <param name="age">How long ago, by the clock of the store.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">They cannot be read now.</exception>
    IAsyncEnumerable<ChangedOffer> ReadChangedOffersAsync(TimeSpan age, CancellationToken cancellationToken);

    /// <summary>Adds rows, or replaces older ones of the same offers.</summary>
    /// <exception cref="IOException">They cannot be written now.</exception>
    Task WriteOffersAsync(IReadOnlyList<OfferRow> rows, CancellationToken cancellationToken);

    /// <exception cref="IOException">They cannot be counted now.</exception>
    Task<long> CountAccountsAsync(CancellationToken cancellationToken);
}
