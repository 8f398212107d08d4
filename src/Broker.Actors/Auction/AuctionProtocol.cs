using Broker.Actors.Cluster;

namespace Broker.Actors.Auction;

/// <summary>
/// What gateways ask of the auction, and the answers. Every change is answered after it is stored (contracts
/// §5); gateways ask with a time limit and say so when it passes.
/// </summary>
public static class AuctionProtocol
{
    /// <summary>
    /// Where <see cref="Happened"/> is published. No client can say its name; a gateway subscribes for those
    /// that may listen.
    /// </summary>
    public static ChannelName Channel { get; } = ChannelName.Private("offers");

    /// <summary>A request for one offer that is there or not.</summary>
    public interface IOfferCommand : IWireMessage
    {
        OfferId Offer { get; }
    }

    /// <summary>A request for the account of one name.</summary>
    public interface IAccountCommand : IWireMessage
    {
        string Username { get; }
    }

    /// <summary>
    /// A new account. Answered by <see cref="SignedUp"/> or <see cref="Refused"/> (NameTaken, BadText or
    /// Full).
    /// </summary>
    /// <param name="PasswordHash">Slow and salted; the actors never see a password.</param>
    public sealed record SignUp(string Username, string PasswordHash) : IAccountCommand;

    public sealed record SignedUp(string Username) : IWireMessage;

    /// <summary>Answered by <see cref="AccountFound"/> or <see cref="Refused"/> (Unknown).</summary>
    public sealed record FindAccount(string Username) : IAccountCommand;

    /// <summary>
    /// The same password with another hash. Answered by <see cref="AccountFound"/> with the hash that holds
    /// then, or by <see cref="Refused"/> (Unknown).
    /// </summary>
    /// <param name="OldHash">It is replaced only if it still holds.</param>
    public sealed record RenewPassword(string Username, string OldHash, string NewHash) : IAccountCommand;

    public sealed record AccountFound(string Username, string PasswordHash) : IWireMessage;

    /// <summary>
    /// Answered by <see cref="OfferFound"/> or <see cref="Refused"/> (BadText or Full).
    /// </summary>
    /// <param name="GoLive">Null, or a time that is past: now.</param>
    public sealed record CreateOffer(
        string Username,
        decimal BidPrice,
        string Title,
        string PhotoUrl,
        TimeSpan Lifetime,
        DateTimeOffset? GoLive) : INoSerializationVerificationNeeded;

    /// <summary>Answered by <see cref="OfferFound"/> or <see cref="Refused"/> (Unknown).</summary>
    public sealed record GetOffer(OfferId Offer) : IOfferCommand;

    public sealed record OfferFound(Offer Offer) : IWireMessage;

    /// <summary>Answered by <see cref="Bids"/> or <see cref="Refused"/> (Unknown).</summary>
    public sealed record GetBids(OfferId Offer) : INoSerializationVerificationNeeded;

    /// <param name="Highest">Highest first.</param>
    public sealed record Bids(IReadOnlyList<Bid> Highest) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Answered by <see cref="BidFound"/>, or by <see cref="Refused"/> with Unknown, or TooLow, Sold, Ended
    /// or NotLive and the current price, or BadText, or Full.
    /// </summary>
    public sealed record PlaceBid(OfferId Offer, string Username, decimal BidPrice) : IOfferCommand;

    /// <summary>
    /// Answered by <see cref="BidFound"/>, also again; or by <see cref="Refused"/> with Unknown, NotCreator,
    /// or Sold when another bid was accepted.
    /// </summary>
    public sealed record AcceptBid(BidId Bid, string Username) : IOfferCommand
    {
        public OfferId Offer => Bid.Offer;
    }

    public sealed record BidFound(Bid Bid) : IWireMessage;

    /// <summary>
    /// Answered by <see cref="Offers"/>, or by <see cref="Refused"/> (Unavailable) while the list is still
    /// being read. Ties go by id, ascending.
    /// </summary>
    /// <param name="Page">From 0.</param>
    public sealed record ListOffers(OfferSort Sort, bool Descending, int Page, int Size)
        : INoSerializationVerificationNeeded;

    public sealed record Offers(IReadOnlyList<Offer> Page) : INoSerializationVerificationNeeded;

    public enum OfferSort
    {
        GoLive,
        BidPrice,
        Lifetime,
        PhotoUrl,
        Title,
        CreatedBy,
        Sold,
    }

    public sealed record Refused(RefuseReason Reason) : IWireMessage
    {
        /// <summary>The current price, where a bid was refused for what the offer is.</summary>
        public decimal? BidPrice { get; init; }
    }

    public enum RefuseReason
    {
        NameTaken,
        Unknown,
        NotCreator,
        TooLow,
        Sold,
        Ended,
        NotLive,

        /// <summary>A text is longer than is kept, or no Unicode.</summary>
        BadText,

        /// <summary>There are as many accounts, offers, or bids of this offer as there may be.</summary>
        Full,

        /// <summary>Too much waits already: try again.</summary>
        Busy,

        /// <summary>It cannot be stored or read now; nothing was changed, as far as is known.</summary>
        Unavailable,
    }

    /// <summary>
    /// An event for every listener, in this order for each offer. A gateway's
    /// <see cref="IAuctionEventEncoder"/> makes the content of a publication in <c>$offers</c> of it.
    /// </summary>
    public abstract record Happened;

    public sealed record OfferCreated(Offer Offer) : Happened;

    public sealed record BidPlaced(Bid Bid) : Happened;

    public sealed record OfferSold(Offer Offer) : Happened;

    // Between the actors of the auction only, of one node or of several.
    internal sealed record Create(OfferId Offer, CreateOffer Request) : IOfferCommand;

    /// <summary>A command that may change an offer, through the auction of the client's node.</summary>
    internal sealed record Change(IOfferCommand Command, IActorRef Auction) : IOfferCommand
    {
        public OfferId Offer => Command.Offer;
    }

    /// <summary>
    /// A change that is stored, to the auction of the client's node: its list has the change before the
    /// client has the answer.
    /// </summary>
    /// <param name="Bid">The answer; null where it is the offer.</param>
    internal sealed record Changed(OfferMoved Moved, Bid? Bid, IActorRef Client) : IWireMessage;

    /// <summary>Answered by <see cref="BidPage"/> or <see cref="Refused"/>.</summary>
    /// <param name="After">The place of the last bid that was read; 0 for none.</param>
    internal sealed record GetBidPage(OfferId Offer, uint After) : IOfferCommand;

    /// <param name="Bids">By place, so that those which come meanwhile are in a later page.</param>
    internal sealed record BidPage(uint After, Bid[] Bids, bool IsLast) : IWireMessage;

    /// <summary>What has changed on another node; answered by <see cref="OffersTaken"/>.</summary>
    /// <param name="HasMissed">Whether the receiver does not know all that has changed there before.</param>
    internal sealed record OffersMoved(long Number, OfferMoved[] Moved, bool HasMissed) : IWireMessage;

    internal sealed record OffersTaken(long Number) : IWireMessage;

    internal sealed record Relist(OfferId Offer) : IOfferCommand;
    internal sealed record Relisted(OfferMoved Moved) : IWireMessage;
    internal sealed record OfferMoved(Offer Offer, long SequenceNr) : IWireMessage;
    internal sealed record OffersListed(int Offers) : INoSerializationVerificationNeeded;
    internal sealed record AccountMade(bool IsElsewhere) : IWireMessage;
}
