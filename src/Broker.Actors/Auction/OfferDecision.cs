using Broker.Actors.Auction.Proto;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// What becomes of a command: its answer, and what must be stored and published before that.
/// </summary>
internal sealed record OfferDecision(object Answer)
{
    public OfferChange? Event { get; init; }

    public Happened? Happened { get; init; }
}
