namespace Broker.Actors.Auction;

/// <summary>An offer that has changed lately.</summary>
/// <param name="Row">Null where its newest event is in no row yet.</param>
public sealed record ChangedOffer(string PersistenceId, OfferRow? Row);
