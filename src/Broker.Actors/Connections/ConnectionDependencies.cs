using Broker.Actors.Channels;
using Broker.Actors.Hub;

namespace Broker.Actors.Connections;

/// <summary>
/// What every connection works with: whom it asks, and what its clients may do. One instance serves all, so
/// that a connection carries one reference to it.
/// </summary>
/// <param name="Nodes">The actors that serve channels.</param>
/// <param name="Hub">The <see cref="HubActor"/>.</param>
/// <param name="Auction">The <see cref="Broker.Actors.Auction.AuctionActor"/>.</param>
/// <param name="Time">For what clients may do in a second.</param>
public sealed record ConnectionDependencies(
    NodeActors Nodes,
    IActorRef Hub,
    IActorRef Auction,
    ConnectionSettings Settings,
    RelaySettings Relay,
    PublishAdmission Gate,
    TimeProvider Time);
