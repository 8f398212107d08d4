using System.Text;
using Broker.Actors.Auction;
using Broker.Actors.Users;
using Broker.Gateway.Http;
using Broker.Gateway.Startup;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Gateway.Auction;

/// <summary>
/// Bodies of the auction's requests (contracts §5). Whatever is missing, wrongly typed or out of bounds is
/// refused with 400 and words that say which.
/// </summary>
internal sealed class AuctionInput(
    AuctionSettings auction, AuctionHttpSettings settings, WebSocketSettings sockets)
{
    // What an offer's end may at most be: times behind the year 9999 cannot be written.
    private static readonly TimeSpan LifetimeLongest = TimeSpan.FromDays(36_525);
    private static readonly DateTimeOffset GoLiveLast = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The account that somebody wants to have.</summary>
    public Credentials ReadNewAccount(ReadOnlySpan<byte> json)
    {
        var credentials = ReadLogin(json);
        if (!UserName.IsValid(credentials.Username, auction.UsernameBytesMax))
            throw Refusal($"username must be text of 1 to {auction.UsernameBytesMax} bytes");
        return IsPassword(credentials.Password)
            ? credentials
            : throw Refusal($"password must be text of 1 to {settings.PasswordBytesMax} bytes");
    }

    /// <summary>
    /// Whatever two texts: what could be nobody's is for <see cref="MayBeAccount"/> to say.
    /// </summary>
    public Credentials ReadLogin(ReadOnlySpan<byte> json)
    {
        var fields = Fields(json, "username", "password");
        return new Credentials(Required(fields, "username"), Required(fields, "password"));
    }

    public bool MayBeAccount(Credentials credentials) =>
        UserName.IsValid(credentials.Username, auction.UsernameBytesMax) && IsPassword(credentials.Password);

    public CreateOffer ReadOffer(ReadOnlySpan<byte> json, string username)
    {
        var fields = Fields(json, "bid_price", "title", "photo_url", "lifetime", "go_live");
        var price = Price(fields);
        var title = Required(fields, "title");
        if (title.Length == 0) throw Refusal("title is empty");
        return new CreateOffer(
            username,
            price,
            Bounded(title, "title", auction.TitleBytesMax),
            Bounded(Optional(fields, "photo_url") ?? "", "photo_url", auction.PhotoUrlBytesMax),
            Lifetime(fields),
            GoLive(fields));
    }

    /// <summary>Null where the text names no offer that there could be.</summary>
    public PlaceBid? ReadBid(ReadOnlySpan<byte> json, string username)
    {
        var fields = Fields(json, "bid_price", "offer_id");
        var price = Price(fields);
        return OfferId.TryParse(Required(fields, "offer_id"), out var offer)
            ? new PlaceBid(offer, username, price)
            : null;
    }

    private bool IsPassword(string text) =>
        text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= settings.PasswordBytesMax;

    private JsonFields Fields(ReadOnlySpan<byte> json, params ReadOnlySpan<string> names) =>
        JsonFields.Read(json, sockets.JsonDepthMax, StringComparer.Ordinal, names)
        ?? throw Refusal("the body is not a JSON object");

    private static decimal Price(JsonFields fields)
    {
        var isNumber = fields.TryGetNumber("bid_price", out var price);
        if (isNumber && price is null) throw Refusal("bid_price is missing");
        return isNumber && price > 0
            ? price.Value
            : throw Refusal("bid_price must be a number over 0, at most 2^53 and with at most 4 places");
    }

    private static TimeSpan Lifetime(JsonFields fields)
    {
        var isNumber = fields.TryGetNumber("lifetime", out var seconds);
        if (!isNumber || seconds > (decimal)LifetimeLongest.TotalSeconds)
            throw Refusal("lifetime must be seconds, 0 or more, at most 100 years and with at most 4 places");
        return new TimeSpan((long)((seconds ?? 0) * TimeSpan.TicksPerSecond));
    }

    private static DateTimeOffset? GoLive(JsonFields fields)
    {
        if (Optional(fields, "go_live") is not { } text) return null;
        return Rfc3339.TryRead(text, out var time) && time < GoLiveLast
            ? time
            : throw Refusal("go_live must be a time as in RFC 3339, with its offset");
    }

    private static string Required(JsonFields fields, string name) =>
        Optional(fields, name) ?? throw Refusal($"{name} is missing");

    private static string? Optional(JsonFields fields, string name) =>
        fields.TryGetText(name, out var text) ? text : throw Refusal($"{name} must be text");

    private static string Bounded(string text, string name, int bytesMax) =>
        Encoding.UTF8.GetByteCount(text) <= bytesMax
            ? text
            : throw Refusal($"{name} is longer than {bytesMax} bytes");

    private static HttpRefusal Refusal(string message) => new(StatusCodes.Status400BadRequest, message);
}
