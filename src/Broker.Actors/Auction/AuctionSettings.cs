using Broker.Actors.Configuration;

namespace Broker.Actors.Auction;

/// <summary>The <c>broker.auction</c> section of reference.conf, read once at start-up.</summary>
/// <param name="Journal">What a change survives when it is answered.</param>
/// <param name="OffersAliveMax">Of all offers, those that have an actor.</param>
/// <param name="WaitingMax">Requests that wait at one offer, or at the accounts.</param>
/// <param name="DecideWithin">How long a request goes on losing to other nodes.</param>
/// <param name="ListWithin">How long a list waits to hear what other nodes have stored.</param>
/// <param name="SnapshotAfter">Events of an offer, or more where it has many bids.</param>
/// <param name="BatchMax">Requests that are decided on together and stored in one append.</param>
public sealed record AuctionSettings(
    Durability Journal,
    int OffersMax,
    int BidsPerOfferMax,
    int AccountsMax,
    int OffersAliveMax,
    TimeSpan OfferIdleTimeout,
    int WaitingMax,
    int BatchMax,
    TimeSpan DecideWithin,
    TimeSpan ListWithin,
    int SnapshotAfter,
    int UsernameBytesMax,
    int TitleBytesMax,
    int PhotoUrlBytesMax)
{
    // A batch of them must fit into one append.
    private const int TextBytesHighest = 64 << 10;
    private const int UsernameBytesHighest = 1 << 10;
    private const int BatchHighest = 1_000;
    private static readonly TimeSpan WithinShortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan WithinLongest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan IdleShortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan IdleLongest = TimeSpan.FromDays(1);

    public static AuctionSettings From(SettingReader config) => new(
        Journal: config.GetEnum<Durability>("journal"),
        OffersMax: config.GetInt("offers-max", 1, int.MaxValue),
        BidsPerOfferMax: config.GetInt("bids-per-offer-max", 1, int.MaxValue),
        AccountsMax: config.GetInt("accounts-max", 1, int.MaxValue),
        OffersAliveMax: config.GetInt("offers-alive-max", 1, int.MaxValue),
        OfferIdleTimeout: config.GetTimeSpan("offer-idle-timeout", IdleShortest, IdleLongest),
        WaitingMax: config.GetInt("waiting-max", 1, int.MaxValue),
        BatchMax: config.GetInt("batch-max", 1, BatchHighest),
        DecideWithin: config.GetTimeSpan("decide-within", WithinShortest, WithinLongest),
        ListWithin: config.GetTimeSpan("list-within", WithinShortest, WithinLongest),
        SnapshotAfter: config.GetInt("snapshot-after", 1, int.MaxValue),
        UsernameBytesMax: (int)config.GetByteSize("username-bytes-max", 1, UsernameBytesHighest),
        TitleBytesMax: (int)config.GetByteSize("title-bytes-max", 1, TextBytesHighest),
        PhotoUrlBytesMax: (int)config.GetByteSize("photo-url-bytes-max", 1, TextBytesHighest));
}
