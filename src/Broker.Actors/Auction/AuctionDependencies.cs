using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Journal;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>What the actors of the auction work with.</summary>
/// <param name="Channels">The registry; what happened is published through it.</param>
public sealed record AuctionDependencies(
    IJournal Journal,
    IActorRef Channels,
    PendingBytesLimit Budget,
    IAuctionEventEncoder Wire,
    AuctionSettings Settings,
    TimeProvider Time)
{
    private const string Sender = "auction";

    /// <summary>Of something stored: it is published whether there is room or not.</summary>
    internal void Publish(Happened happened)
    {
        var content = Wire.Encode(happened);
        Budget.Enter(content.Length);
        Channels.Tell(new ChannelProtocol.Publish(AuctionProtocol.Channel, Sender, content, IsText: true));
    }
}
