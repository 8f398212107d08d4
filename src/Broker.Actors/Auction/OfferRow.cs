namespace Broker.Actors.Auction;

/// <summary>One row of the list of offers.</summary>
/// <param name="SequenceNr">The newest event of the offer that the row knows of.</param>
/// <param name="Offer">An <c>OfferListed</c> message of Protobuf.</param>
public sealed record OfferRow(string PersistenceId, long SequenceNr, ReadOnlyMemory<byte> Offer);
