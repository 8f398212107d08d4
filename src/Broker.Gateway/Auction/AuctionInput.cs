using System.Text;
using System.Text.Json.Serialization.Metadata;
using Broker.Actors.Auction;
using Broker.Actors.Users;
using Broker.Gateway.Http;
using Broker.Gateway.WebSockets;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Gateway.Auction;

/// <summary>
/// Bodies of the auction's requests (contracts §5). A field that is missing, wrongly typed or out of bounds
/// is refused with 400 and words that say which.
/// </summary>
internal sealed class AuctionInput(
    AuctionSettings auction, AuctionHttpSettings settings, WebSocketSettings sockets)
{
    private const string Text = "text";

    // Bounds the end of an offer: times after the year 9999 cannot be written.
    private static readonly TimeSpan LifetimeLongest = TimeSpan.FromDays(36_525);
    private static readonly DateTimeOffset GoLiveLast = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, string> Rules = new()
    {
        ["username"] = Text,
        ["password"] = Text,
        ["title"] = Text,
        ["photo_url"] = Text,
        ["offer_id"] = Text,
        ["bid_price"] = "a number over 0, at most 2^53 and with at most 4 places",
        ["lifetime"] = "seconds, 0 or more, at most 100 years and with at most 4 places",
        ["go_live"] = "a time as in RFC 3339, with its offset and before the year 9000",
    };

    private readonly InputJson _json = InputJson.WithDepth(sockets.JsonDepthMax);

    /// <summary>The account to create.</summary>
    public Credentials ReadNewAccount(ReadOnlySpan<byte> json)
    {
        var credentials = ReadLogin(json);
        if (!UserName.IsValid(credentials.Username, auction.UsernameBytesMax))
            throw Refusal($"username must be text of 1 to {auction.UsernameBytesMax} bytes");
        return IsPassword(credentials.Password)
            ? credentials
            : throw Refusal($"password must be text of 1 to {settings.PasswordBytesMax} bytes");
    }

    /// <summary>Any two texts; <see cref="MayBeAccount"/> says whether an account can have them.</summary>
    public Credentials ReadLogin(ReadOnlySpan<byte> json) => Read(json, _json.Credentials);

    public bool MayBeAccount(Credentials credentials) =>
        UserName.IsValid(credentials.Username, auction.UsernameBytesMax) && IsPassword(credentials.Password);

    public CreateOffer ReadOffer(ReadOnlySpan<byte> json, string username)
    {
        var offer = Read(json, _json.NewOffer);
        if (offer.BidPrice == 0) throw Wrong("bid_price");
        if (offer.Title.Length == 0) throw Refusal("title is empty");
        if (offer.Lifetime > (decimal)LifetimeLongest.TotalSeconds) throw Wrong("lifetime");
        if (offer.GoLive >= GoLiveLast) throw Wrong("go_live");
        return new CreateOffer(
            username,
            offer.BidPrice,
            Bounded(offer.Title, "title", auction.TitleBytesMax),
            Bounded(offer.PhotoUrl ?? "", "photo_url", auction.PhotoUrlBytesMax),
            new TimeSpan((long)((offer.Lifetime ?? 0) * TimeSpan.TicksPerSecond)),
            offer.GoLive);
    }

    /// <summary>Null where the text names no offer that there could be.</summary>
    public PlaceBid? ReadBid(ReadOnlySpan<byte> json, string username)
    {
        var bid = Read(json, _json.NewBid);
        if (bid.BidPrice == 0) throw Wrong("bid_price");
        return OfferId.TryParse(bid.OfferId, out var offer)
            ? new PlaceBid(offer, username, bid.BidPrice)
            : null;
    }

    private bool IsPassword(string text) =>
        text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= settings.PasswordBytesMax;

    private static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        if (InputJson.Read(json, type, out var path) is { } input) return input;
        if (path is ['$', '.', .. var field] && Rules.ContainsKey(field)) throw Wrong(field);

        var required = from property in type.Properties where property.IsRequired select property.Name;
        throw Refusal($"the body must be a JSON object with {string.Join(" and ", required)}");
    }

    private static HttpErrorException Wrong(string field) =>
        Refusal($"{field} must be given once, as {Rules[field]}");

    private static string Bounded(string text, string name, int bytesMax) =>
        Encoding.UTF8.GetByteCount(text) <= bytesMax
            ? text
            : throw Refusal($"{name} is longer than {bytesMax} bytes");

    private static HttpErrorException Refusal(string message) =>
        new(StatusCodes.Status400BadRequest, message);
}
