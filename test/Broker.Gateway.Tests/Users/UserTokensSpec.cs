using System.Buffers.Text;
using System.Text.Json.Nodes;
using Broker.Gateway.Tests.Tokens;
using Broker.Gateway.Users;

namespace Broker.Gateway.Tests.Users;

public class UserTokensSpec
{
    private readonly FakeTimeProvider _time = SpecTime.NewClock();

    [Fact]
    public void An_application_token_is_good_for_everything_and_a_socket_token_for_sockets_only()
    {
        var tokens = Tokens();
        var (application, socket) = (
            tokens.IssueForApplication(Stage.User("alice")), tokens.IssueForSocket(Stage.User("alice")));

        Assert.False(tokens.VerifyForApplication(application)!.IsForSocket);
        Assert.False(tokens.VerifyForSocket(application)!.IsForSocket);
        Assert.Null(tokens.VerifyForApplication(socket));
        Assert.True(tokens.VerifyForSocket(socket)!.IsForSocket);
    }

    [Fact]
    public void A_socket_token_lives_for_a_minute_and_an_application_token_for_thirty()
    {
        var tokens = Tokens();
        var (application, socket) = (
            tokens.IssueForApplication(Stage.User("alice")), tokens.IssueForSocket(Stage.User("alice")));
        Pass(TimeSpan.FromSeconds(59));
        Assert.NotNull(tokens.VerifyForSocket(socket));

        Pass(TimeSpan.FromSeconds(1));
        Assert.Null(tokens.VerifyForSocket(socket));
        Pass(TimeSpan.FromMinutes(29) - TimeSpan.FromSeconds(1));
        Assert.NotNull(tokens.VerifyForSocket(application));
        Pass(TimeSpan.FromSeconds(1));
        Assert.Null(tokens.VerifyForSocket(application));
    }

    [Theory]
    [InlineData("""{"exp":9999999999}""")]
    [InlineData("""{"username":1,"exp":9999999999}""")]
    [InlineData("""{"username":null,"exp":9999999999}""")]
    [InlineData("""{"username":["alice"],"exp":9999999999}""")]
    [InlineData("""{"Username":"alice","exp":9999999999}""")]
    [InlineData("""{"username":"","exp":9999999999}""")]
    [InlineData("""{"username":"a\nb","exp":9999999999}""")]
    [InlineData("""{"username":"a\u0000b","exp":9999999999}""")]
    [InlineData("""{"username":"a\u007fb","exp":9999999999}""")]
    [InlineData("""{"username":"\ud800","exp":9999999999}""")]
    [InlineData("""{"username":"alice"}""")]
    [InlineData("""{"username":"alice","exp":null}""")]
    [InlineData("""{"username":"alice","exp":"9999999999"}""")]
    public void Refuses_a_token_without_a_valid_user_or_without_expiry(string payload) => Assert.Null(
        Tokens($"broker.users.token-secrets = [\"{ForgedToken.Secret}\"]")
            .VerifyForApplication(ForgedToken.Sign(payload)));

    [Fact]
    public void A_token_that_somebody_else_issued_with_the_secret_is_good()
    {
        var tokens = Tokens($"broker.users.token-secrets = [\"{ForgedToken.Secret}\"]");

        Assert.Equal(
            Stage.User("alice"), tokens.VerifyForApplication(ForgedToken.Sign(ForgedToken.Payload))!.User);
    }

    [Theory]
    [InlineData("""{"sub":"alice","exp":9999999999}""", true)]
    [InlineData("""{"sub":"bob","username":"alice","exp":9999999999}""", true)]
    [InlineData("""{"sub":"alice","username":"bob","exp":9999999999}""", false)]
    [InlineData("""{"sub":"alice","username":"","exp":9999999999}""", false)]
    [InlineData("""{"sub":"alice","username":null,"exp":9999999999}""", false)]
    public void The_subject_is_the_user_where_no_other_name_is_given(string payload, bool isAlice)
    {
        var tokens = Tokens($"broker.users.token-secrets = [\"{ForgedToken.Secret}\"]");

        Assert.Equal(
            isAlice,
            tokens.VerifyForApplication(ForgedToken.Sign(payload))?.User == Stage.User("alice"));
    }

    [Fact]
    public void An_issued_token_has_a_user_an_expiry_and_an_id_of_its_own()
    {
        var tokens = Tokens();
        var (one, other) = (
            tokens.IssueForApplication(Stage.User("Zoë")), tokens.IssueForApplication(Stage.User("Zoë")));
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(one.Split('.')[1]))!.AsObject();

        Assert.Equal(["username", "iat", "exp", "jti"], claims.Select(claim => claim.Key));
        Assert.Equal("Zoë", (string?)claims["username"]);
        Assert.Equal(ForgedToken.At(0), (long)claims["iat"]!);
        Assert.Equal(ForgedToken.At(30 * 60), (long)claims["exp"]!);
        Assert.NotEqual(tokens.VerifyForApplication(one)!.Id, tokens.VerifyForApplication(other)!.Id);
    }

    [Fact]
    public void A_socket_token_that_is_good_for_one_use_renews_nothing()
    {
        var (many, once) = (Tokens(), Tokens("broker.users.single-use-socket-tokens = on"));

        Assert.NotNull(many.VerifyForRenewal(many.IssueForSocket(Stage.User("alice"))));
        Assert.Null(once.VerifyForRenewal(once.IssueForSocket(Stage.User("alice"))));
        Assert.NotNull(once.VerifyForRenewal(once.IssueForApplication(Stage.User("alice"))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("alice")]
    public void No_token_is_none(string? text) => Assert.Null(Tokens().VerifyForSocket(text));

    private UserTokens Tokens(string overlay = "") => Stage.Tokens(Stage.Settings(overlay), _time);

    private void Pass(TimeSpan time) => _time.Advance(time);
}
