using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// How events of the auction look to clients. A gateway knows that; the actors know no bytes.
/// </summary>
public interface IAuctionEventEncoder
{
    /// <summary>The content of one publication. Called on an actor's thread; never blocks.</summary>
    ReadOnlyMemory<byte> Encode(Happened happened);
}
