using System.Runtime.Serialization;
using System.Text;
using Broker.Actors.Cluster;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>How messages for offers and accounts, and their answers, look between nodes.</summary>
internal static class AuctionWireFormats
{
    public static IReadOnlyList<WireFormat> All { get; } =
    [
        WireFormat.Of<SignUp>("su1", (w, m) => Write(w, m.Username, m.PasswordHash), r => new(
            r.Text(), r.Text())),
        WireFormat.Of<SignedUp>("sd1", (w, m) => w.Text(m.Username), r => new(r.Text())),
        WireFormat.Of<RenewPassword>("rp1", Write, r => new(r.Text(), r.Text(), r.Text())),
        WireFormat.Of<FindAccount>("fa1", (w, m) => w.Text(m.Username), r => new(r.Text())),
        WireFormat.Of<AccountFound>("af1", (w, m) => Write(w, m.Username, m.PasswordHash), r => new(
            r.Text(), r.Text())),
        WireFormat.Of<AccountMade>("am1", (w, m) => w.Flag(m.IsElsewhere), r => new(r.Flag())),
        WireFormat.Of<Create>("mk1", Write, ReadCreate),
        WireFormat.Of<GetOffer>("go1", (w, m) => Write(w, m.Offer), r => new(ReadOfferId(r))),
        WireFormat.Of<GetBidPage>("gb1", Write, r => new(ReadOfferId(r), r.UInt32())),
        WireFormat.Of<PlaceBid>("pl1", Write, ReadPlaceBid),
        WireFormat.Of<AcceptBid>("ac1", Write, ReadAcceptBid),
        WireFormat.Of<Relist>("rl1", (w, m) => Write(w, m.Offer), r => new(ReadOfferId(r))),
        WireFormat.Of<OfferFound>("of1", (w, m) => Write(w, m.Offer), r => new(ReadOffer(r))),
        WireFormat.Of<BidFound>("bf1", (w, m) => Write(w, m.Bid), r => new(ReadBid(r))),
        WireFormat.Of<BidPage>("bp1", Write, r => new(r.UInt32(), r.All(ReadBid), r.Flag())),
        WireFormat.Of<Change>("oc1", Write, ReadChange),
        WireFormat.Of<Changed>("od1", Write, r => new(
            ReadMoved(r), r.Flag() ? ReadBid(r) : null, r.Ref())),
        WireFormat.Of<OfferMoved>("om1", Write, ReadMoved),
        WireFormat.Of<OffersMoved>("os1", Write, r => new(r.Number(), r.All(ReadMoved), r.Flag())),
        WireFormat.Of<OffersTaken>("ot1", (w, m) => w.Number(m.Number), r => new(r.Number())),
        WireFormat.Of<Relisted>("rd1", (w, m) => Write(w, m.Moved), r => new(ReadMoved(r))),
        WireFormat.Of<Refused>("rf1", Write, r => new(r.Value<RefuseReason>())
        {
            BidPrice = r.Flag() ? r.Decimal() : null,
        }),
    ];

    private const int NumbersBytesMax = 64;

    /// <summary>What a bid takes at most in a message.</summary>
    public static int BytesMaxOf(Bid bid) => NumbersBytesMax + Encoding.UTF8.GetByteCount(bid.Username);

    /// <summary>What an offer that has changed takes at most in a message.</summary>
    public static int BytesMaxOf(OfferMoved moved) =>
        NumbersBytesMax
        + Encoding.UTF8.GetByteCount(moved.Offer.PhotoUrl)
        + Encoding.UTF8.GetByteCount(moved.Offer.Title)
        + Encoding.UTF8.GetByteCount(moved.Offer.CreatedBy);

    private static void Write(WireWriter w, RenewPassword m)
    {
        w.Text(m.Username);
        w.Text(m.OldHash);
        w.Text(m.NewHash);
    }

    private static void Write(WireWriter w, string username, string passwordHash)
    {
        w.Text(username);
        w.Text(passwordHash);
    }

    private static void Write(WireWriter w, Create m)
    {
        Write(w, m.Offer);
        w.Text(m.Request.Username);
        w.Decimal(m.Request.BidPrice);
        w.Text(m.Request.Title);
        w.Text(m.Request.PhotoUrl);
        w.Number(m.Request.Lifetime.Ticks);
        w.Flag(m.Request.GoLive is not null);
        if (m.Request.GoLive is { } goLive) w.LocalTime(goLive);
    }

    private static Create ReadCreate(WireReader r) => new(
        ReadOfferId(r),
        new CreateOffer(
            r.Text(), r.Decimal(), r.Text(), r.Text(), new TimeSpan(r.Number()),
            r.Flag() ? r.LocalTime() : null));

    private static void Write(WireWriter w, GetBidPage m)
    {
        Write(w, m.Offer);
        w.Number(m.After);
    }

    private static void Write(WireWriter w, BidPage m)
    {
        w.Number(m.After);
        w.All(m.Bids, Write);
        w.Flag(m.IsLast);
    }

    private static void Write(WireWriter w, Change m)
    {
        w.Ref(m.Auction);
        switch (m.Command)
        {
            case Create one: w.Byte(1); Write(w, one); break;
            case PlaceBid one: w.Byte(2); Write(w, one); break;
            case AcceptBid one: w.Byte(3); Write(w, one); break;
            default: throw new SerializationException($"{m.Command.GetType().Name} changes no offer.");
        }
    }

    private static Change ReadChange(WireReader r)
    {
        var auction = r.Ref();
        IOfferCommand command = r.Byte() switch
        {
            1 => ReadCreate(r),
            2 => ReadPlaceBid(r),
            3 => ReadAcceptBid(r),
            var other => throw new SerializationException($"There is no change of an offer {other}."),
        };
        return new Change(command, auction);
    }

    private static void Write(WireWriter w, Changed m)
    {
        Write(w, m.Moved);
        w.Flag(m.Bid is not null);
        if (m.Bid is { } bid) Write(w, bid);
        w.Ref(m.Client);
    }

    private static PlaceBid ReadPlaceBid(WireReader r) => new(ReadOfferId(r), r.Text(), r.Decimal());

    private static AcceptBid ReadAcceptBid(WireReader r) => new(ReadBidId(r), r.Text());

    private static void Write(WireWriter w, PlaceBid m)
    {
        Write(w, m.Offer);
        w.Text(m.Username);
        w.Decimal(m.BidPrice);
    }

    private static void Write(WireWriter w, AcceptBid m)
    {
        Write(w, m.Bid);
        w.Text(m.Username);
    }

    private static void Write(WireWriter w, OffersMoved m)
    {
        w.Number(m.Number);
        w.All(m.Moved, Write);
        w.Flag(m.HasMissed);
    }

    private static void Write(WireWriter w, OfferMoved m)
    {
        Write(w, m.Offer);
        w.Number(m.SequenceNr);
    }

    private static OfferMoved ReadMoved(WireReader r) => new(ReadOffer(r), r.Number());

    private static void Write(WireWriter w, Refused m)
    {
        w.Byte((byte)m.Reason);
        w.Flag(m.BidPrice is not null);
        if (m.BidPrice is { } price) w.Decimal(price);
    }

    private static void Write(WireWriter w, Offer m)
    {
        Write(w, m.Id);
        w.Decimal(m.BidPrice);
        w.LocalTime(m.GoLive);
        w.Number(m.Lifetime.Ticks);
        w.Text(m.PhotoUrl);
        w.Text(m.Title);
        w.Text(m.CreatedBy);
        w.Flag(m.Sold);
    }

    private static Offer ReadOffer(WireReader r) => new(
        ReadOfferId(r), r.Decimal(), r.LocalTime(), new TimeSpan(r.Number()),
        r.Text(), r.Text(), r.Text(), r.Flag());

    private static void Write(WireWriter w, Bid m)
    {
        Write(w, m.Id);
        w.Decimal(m.BidPrice);
        w.Text(m.Username);
        w.LocalTime(m.Timestamp);
        w.Flag(m.Accepted);
    }

    private static Bid ReadBid(WireReader r) =>
        new(ReadBidId(r), r.Decimal(), r.Text(), r.LocalTime(), r.Flag());

    private static void Write(WireWriter w, OfferId m) => w.Id((long)m.Number);

    private static OfferId ReadOfferId(WireReader r) => new((ulong)r.Id());

    private static void Write(WireWriter w, BidId m)
    {
        Write(w, m.Offer);
        w.Number(m.Place);
    }

    private static BidId ReadBidId(WireReader r) => new(ReadOfferId(r), r.UInt32());
}
