using System.Text.Json;
using Broker.Gateway.Auction;
using Broker.Gateway.Tests.Tokens;
using Broker.Gateway.Tests.Users;

namespace Broker.Gateway.Tests.Auction;

public class AuctionTokensSpec
{
    private const long Now = 1_893_553_445;
    private readonly FakeTimeProvider _time = SpecTime.NewClock();

    [Fact]
    public void A_token_says_when_it_was_created_and_whose_it_is()
    {
        using var claims = JsonDocument.Parse(Payload(Tokens().Issue("alice")));
        Assert.Equal(Now, claims.RootElement.GetProperty("created").GetInt64());
        Assert.Equal("alice", claims.RootElement.GetProperty("userID").GetString());
    }

    [Fact]
    public void A_token_is_good_for_one_hour()
    {
        var tokens = Tokens();
        var token = tokens.Issue("alice");
        _time.Advance(TimeSpan.FromSeconds(3599));
        Assert.Equal(new AuctionToken("alice", SpecTime.Start.AddHours(1)), tokens.Verify(token));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(tokens.Verify(token));
    }

    [Theory]
    [InlineData("""{"created":1893553445,"userID":"bob"}""", true)]
    [InlineData("""{"created":1893549846,"userID":"bob","more":[1]}""", true)]
    [InlineData("""{"created":1893549845,"userID":"bob"}""", false)]
    [InlineData("""{"created":1893553450,"userID":"bob"}""", true)]
    [InlineData("""{"created":1893553451,"userID":"bob"}""", false)]
    [InlineData("""{"created":1893553445,"userID":"bob","exp":1893553446}""", true)]
    [InlineData("""{"created":1893553445,"userID":"bob","exp":1893553445}""", false)]
    [InlineData("""{"created":"1893553445","userID":"bob"}""", false)]
    [InlineData("""{"created":1893553445.5,"userID":"bob"}""", true)]
    [InlineData("""{"created":1.893553445e9,"userID":"bob"}""", true)]
    [InlineData("""{"created":1893553450.5,"userID":"bob"}""", false)]
    [InlineData("""{"created":1893549845.5,"userID":"bob"}""", true)]
    [InlineData("""{"created":null,"userID":"bob"}""", false)]
    [InlineData("""{"created":1893553445,"created":1893553445,"userID":"bob"}""", false)]
    [InlineData("""{"created":1893553445,"userID":"bob","exp":1893553445.5}""", true)]
    [InlineData("""{"created":1893553445,"userID":"bob","exp":"1893553446"}""", false)]
    [InlineData("""{"created":1893553445,"userID":"bob","nbf":1893553451}""", false)]
    [InlineData("""{"created":1893553445,"userID":"b\u0000b"}""", false)]
    [InlineData("""{"created":1893553445,"userID":"\ud800"}""", false)]
    [InlineData("""{"created":-1,"userID":"bob"}""", false)]
    [InlineData("""{"created":99999999999999,"userID":"bob"}""", false)]
    [InlineData("""{"created":1893553445,"userID":7}""", false)]
    [InlineData("""{"created":1893553445,"userID":""}""", false)]
    [InlineData("""{"created":1893553445,"userid":"bob"}""", false)]
    [InlineData("""{"userID":"bob"}""", false)]
    [InlineData("""{"created":1893553445}""", false)]
    public void Its_claims_decide(string claims, bool isGood) =>
        Assert.Equal(isGood, Tokens().Verify(Signed(claims, Secret())) is not null);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    public void Refuses_what_is_not_a_token(string? token) => Assert.Null(Tokens().Verify(token));

    [Fact]
    public void Refuses_a_token_of_another_secret() => Assert.Null(Tokens().Verify(
        Signed("""{"created":1893553445,"userID":"bob"}""", "another secret")));

    [Fact]
    public void An_older_secret_still_verifies()
    {
        var token = Tokens("""secrets = ["old"]""").Issue("alice");
        Assert.NotNull(Tokens("""secrets = ["new", "old"]""").Verify(token));
        Assert.Null(Tokens("""secrets = ["new"]""").Verify(token));
    }

    private static string Secret() => Stage.Settings().AuctionHttp.Secrets[0];

    private static string Signed(string claims, string secret) => ForgedToken.Sign(claims, secret: secret);

    private static byte[] Payload(string token) =>
        System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]);

    private AuctionTokens Tokens(string overlay = "")
    {
        var settings = Stage.Settings($"broker.auction {{ {overlay} }}");
        return new AuctionTokens(
            settings.Auction, settings.AuctionHttp, settings.Tokens, Stage.Keys(settings, _time), _time);
    }
}
