using Broker.Actors.Channels;
using Broker.Actors.Cluster;
using Broker.Actors.Delivery;
using Broker.Actors.Persistence;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Auction;

/// <summary>What the actors of the auction work with.</summary>
/// <param name="Generation">Under which events are stored.</param>
/// <param name="Nodes">What happened is published through their publisher.</param>
public sealed record AuctionDependencies(
    CurrentGeneration Generation,
    IAuctionTables Tables,
    NodeActors Nodes,
    PendingBytesLimit Budget,
    IAuctionEventEncoder Wire,
    AuctionSettings Settings,
    TimeProvider Time)
{
    private const string Sender = "auction";

    /// <summary>Of this node: its offers and accounts decide while it holds.</summary>
    public IHomeLease Lease { get; init; } = OneProcess.Instance;

    /// <summary>Publishes something that is stored, whether there is room or not.</summary>
    internal void Publish(Happened happened)
    {
        var content = Wire.Encode(happened);
        Budget.Enter(content.Length);
        Nodes.Publisher.Tell(new Publish(AuctionProtocol.Channel, Sender, content, IsText: true)
        {
            AcceptedAt = Time.GetTimestamp(),
        });
    }
}
