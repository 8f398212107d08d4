using System.Text;
using Akka.Actor.Setup;
using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Cluster;
using Broker.Actors.Delivery;
using Broker.Actors.Tests.Persistence;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>The auction over a journal that the spec directs, a clock that stands still, and a probe that
/// hears what is published.</summary>
public abstract class AuctionStage : TestKit
{
    private protected static readonly OfferId Lamp = new(0xABC);
    private protected static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(50);

    protected AuctionStage()
        : this(journal => journal.ToSystemSetup())
    {
    }

    private protected AuctionStage(Func<JournalScript, ActorSystemSetup> setupOf)
        : this(new JournalScript(), setupOf)
    {
    }

    private AuctionStage(JournalScript journal, Func<JournalScript, ActorSystemSetup> setupOf)
        : base(setupOf(journal))
    {
        (Journal, Tables) = (journal, new MemoryTables(journal));
        (Channels, Parent) = (CreateTestProbe(), CreateTestProbe());
    }

    private protected JournalScript Journal { get; }
    private protected MemoryTables Tables { get; }
    private protected FakeTimeProvider Time { get; } = SpecTime.NewClock();
    private protected PendingBytesLimit Budget { get; } = new(bytesMax: 1 << 20);
    private protected TestProbe Channels { get; }
    private protected TestProbe Parent { get; private set; }

    private protected AuctionDependencies With(string overlay = "") => new(
        Journal.Generation, Tables, new NodeActors { Publisher = Channels }, Budget, new ShownWire(),
        SpecSettings.Auction(overlay), Time);

    /// <summary>Starts the parents of one auction's accounts and offers.</summary>
    private protected StartEntities Entities => (_, kind) => Sys.ActorOf(EntityParent.PropsFor(kind));

    private protected static CreateOffer Offering(
        string title = "lamp", decimal price = 10m, string by = "ann", TimeSpan? lifetime = null) =>
        new(by, price, title, "http://photo", lifetime ?? TimeSpan.Zero, GoLive: null);

    private protected static PlaceBid Bidding(decimal price, string by = "bob", OfferId? offer = null) =>
        new(offer ?? Lamp, by, price);

    /// <summary>An entity as its parent starts it, with <see cref="Parent"/> being a new probe.</summary>
    private protected IActorRef StartEntity(Props props, string id)
    {
        Parent = CreateTestProbe();
        return Parent.ChildActorOf(props, EntityName.Of(id));
    }

    private protected async Task StopAsync(IActorRef entity)
    {
        Watch(entity);
        Sys.Stop(entity);
        await ExpectTerminatedAsync(entity);
    }

    private protected async Task<T> Ask<T>(IActorRef whom, object request)
    {
        whom.Tell(request, TestActor);
        return await ExpectMsgAsync<T>();
    }

    private protected async Task<string> NextPublished() =>
        Encoding.UTF8.GetString((await Channels.ExpectMsgAsync<LocalChannelProtocol.Publish>()).Content.Span);

    private sealed class ShownWire : IAuctionEventEncoder
    {
        public ReadOnlyMemory<byte> Encode(Happened happened) => Encoding.UTF8.GetBytes(happened switch
        {
            OfferCreated m => $"created {m.Offer.Title}",
            BidPlaced m => FormattableString.Invariant($"bid {m.Bid.BidPrice}"),
            OfferSold m => FormattableString.Invariant($"sold {m.Offer.BidPrice}"),
            _ => "?",
        });
    }
}
