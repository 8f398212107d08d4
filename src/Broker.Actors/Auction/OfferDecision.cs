using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// What becomes of a command: its answer, and what must be stored and told before that goes out.
/// </summary>
internal sealed record OfferDecision(object Answer)
{
    public OfferEvent? Event { get; init; }

    public Happened? Happened { get; init; }
}
