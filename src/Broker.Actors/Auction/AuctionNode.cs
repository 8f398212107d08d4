using Broker.Actors.Cluster;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// What outlives a restart of the auction of one node: the parents of accounts and offers, which are started
/// once, and the auctions of the other nodes.
/// </summary>
public sealed class AuctionNode(AuctionDependencies dependencies, StartEntities start)
{
    public IActorRef Accounts { get; private set; } = ActorRefs.Nobody;

    public IActorRef Offers { get; private set; } = ActorRefs.Nobody;

    /// <summary>The auctions of the other nodes.</summary>
    internal HashSet<IActorRef> Peers { get; } = [];

    /// <param name="auction">Of this node: accounts and offers tell it what changes.</param>
    public void Start(IActorRef auction)
    {
        if (!Offers.IsNobody()) return;

        Accounts = start("accounts", KindOf(
            AccountActor.PropsFor(dependencies, auction), m => (m as IAccountCommand)?.Username));
        Offers = start("offers", KindOf(
            OfferActor.PropsFor(dependencies, auction),
            m => m is IOfferCommand command ? AuctionIds.NameOf(command.Offer) : null));
    }

    private EntityKind KindOf(Props entity, Func<object, string?> idOf) => new(
        idOf, _ => entity, dependencies.Settings.AliveMax, dependencies.Settings.WaitingMax,
        (_, sender, _) => sender.Tell(new Refused(RefuseReason.Busy)))
    {
        MakesRoom = true,
    };
}
