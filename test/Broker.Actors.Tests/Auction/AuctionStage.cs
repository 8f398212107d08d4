using System.Text;
using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Tests.Journal;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>The auction over a journal that the spec holds, a clock that stands still, and a probe that
/// hears what is published.</summary>
public abstract class AuctionStage : TestKit
{
    private protected static readonly OfferId Lamp = new(0xABC);
    private protected static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(50);

    private protected FakeJournal Journal { get; } = new();
    private protected FakeTimeProvider Time { get; } = SpecTime.NewClock();
    private protected PendingBytesLimit Budget { get; } = new(bytesMax: 1 << 20);
    private protected TestProbe Channels { get; }

    protected AuctionStage() => Channels = CreateTestProbe();

    private protected AuctionDependencies Around(string overlay = "") =>
        new(Journal, Channels, Budget, new ShownWire(), SpecSettings.Auction(overlay), Time);

    private protected static CreateOffer Offering(
        string title = "lamp", decimal price = 10m, string by = "ann", TimeSpan? lifetime = null) =>
        new(by, price, title, "http://photo", lifetime ?? TimeSpan.Zero, GoLive: null);

    private protected static PlaceBid Bidding(decimal price, string by = "bob", OfferId? offer = null) =>
        new(offer ?? Lamp, by, price);

    private protected async Task<T> Ask<T>(IActorRef whom, object request)
    {
        whom.Tell(request, TestActor);
        return await ExpectMsgAsync<T>();
    }

    private protected async Task<string> NextPublished() =>
        Encoding.UTF8.GetString((await Channels.ExpectMsgAsync<ChannelProtocol.Publish>()).Content.Span);

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
