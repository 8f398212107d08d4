using Broker.Actors.Configuration;

namespace Broker.Actors.Auction;

/// <summary>The <c>broker.auction</c> section of reference.conf, read once at start-up.</summary>
/// <param name="AliveMax">Offers that have an actor at one time; accounts likewise.</param>
/// <param name="IdleTimeout">After which an offer or an account gives its actor up.</param>
/// <param name="WaitingMax">Requests that wait at one offer, at one account, or for the list.</param>
/// <param name="BatchMax">Requests that are decided on together and stored as one event.</param>
/// <param name="ListWriteInterval">Between a change and its row in the table of offers.</param>
/// <param name="RelistMax">Offers that are asked at one time which row they are missing.</param>
/// <param name="SnapshotAfter">Changes of an offer, or more where it has many bids.</param>
public sealed record AuctionSettings(
    int OffersMax,
    int BidsPerOfferMax,
    int AccountsMax,
    int AliveMax,
    TimeSpan IdleTimeout,
    int WaitingMax,
    int BatchMax,
    TimeSpan ListWriteInterval,
    int RelistMax,
    int SnapshotAfter,
    int UsernameBytesMax,
    int TitleBytesMax,
    int PhotoUrlBytesMax)
{
    // A batch of them is one event, and one row of the store.
    private const int TextBytesHighest = 64 << 10;
    private const int UsernameBytesHighest = 1 << 10;
    private const int BatchHighest = 1_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan WriteLongest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdleLongest = TimeSpan.FromDays(1);

    public static AuctionSettings From(SettingReader config) => new(
        OffersMax: config.GetInt("offers-max", 1, int.MaxValue),
        BidsPerOfferMax: config.GetInt("bids-per-offer-max", 1, int.MaxValue),
        AccountsMax: config.GetInt("accounts-max", 1, int.MaxValue),
        AliveMax: config.GetInt("alive-max", 1, int.MaxValue),
        IdleTimeout: config.GetTimeSpan("idle-timeout", Shortest, IdleLongest),
        WaitingMax: config.GetInt("waiting-max", 1, int.MaxValue),
        BatchMax: config.GetInt("batch-max", 1, BatchHighest),
        ListWriteInterval: config.GetTimeSpan("list-write-interval", Shortest, WriteLongest),
        RelistMax: config.GetInt("relist-max", 1, int.MaxValue),
        SnapshotAfter: config.GetInt("snapshot-after", 1, int.MaxValue),
        UsernameBytesMax: (int)config.GetByteSize("username-bytes-max", 1, UsernameBytesHighest),
        TitleBytesMax: (int)config.GetByteSize("title-bytes-max", 1, TextBytesHighest),
        PhotoUrlBytesMax: (int)config.GetByteSize("photo-url-bytes-max", 1, TextBytesHighest));
}
