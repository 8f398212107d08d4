namespace Broker.History;

/// <summary>What the broker shows when all clients have ended, after its last restart.</summary>
/// <param name="Listed">All pages of the list, one behind the other.</param>
/// <param name="Offers">Each one asked for by itself.</param>
/// <param name="Bids">Of each offer, in the order of their places.</param>
/// <param name="Accounts">Those that can be logged in to.</param>
public sealed record FinalState(
    IReadOnlyList<StoredOffer> Listed,
    IReadOnlyList<StoredOffer> Offers,
    IReadOnlyDictionary<string, IReadOnlyList<StoredBid>> Bids,
    IReadOnlySet<string> Accounts);
