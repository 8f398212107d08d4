using Broker.Gateway.Tests.Users;
using Broker.Gateway.Tokens;
using static Broker.Gateway.Tests.Tokens.ForgedToken;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>Dates in tokens (RFC 7519 §2): numbers, which may have a fraction or an exponent.</summary>
public class TokenDateSpec
{
    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly TokenVerifier _verifier;

    public TokenDateSpec() => _verifier = new TokenVerifier(
        new TokenSecrets([Secret]).Verifying, Issuers.None, Stage.Settings().Tokens, _time);

    public static TheoryData<string> Wrong { get; } =
    [
        "null", "\"1893553505\"", "\"9999999999\"", "true", "[9999999999]", "{}", "-1", "-0.001", "-1e10",
        "99999999999999999999", "253402300800", "1e400", "1e12", "1e99999999999",
    ];

    [Theory]
    [InlineData("1893553446", 1)]
    [InlineData("1893553446.0", 1)]
    [InlineData("1893553446.000000000000000000000000000000", 1)]
    [InlineData("1893553445.5", 0.5)]
    [InlineData("1893553445.0000001", 0.0000001)]
    [InlineData("1.893553446e9", 1)]
    [InlineData("1.8935534455E+9", 0.5)]
    [InlineData("18935534460e-1", 1)]
    public void A_token_is_valid_until_exactly_its_expiry(string expiry, double seconds)
    {
        var token = Sign($$"""{"exp":{{expiry}}}""");
        _time.Advance(TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond) - 1));
        Assert.NotNull(_verifier.Verify(token));

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_verifier.Verify(token));
    }

    [Theory]
    [InlineData("exp", "1893553445", false)]
    [InlineData("exp", "1893553444.9999999", false)]
    [InlineData("exp", "0", false)]
    [InlineData("exp", "253402300799", true)]
    [InlineData("iat", "1893553450", true)]
    [InlineData("iat", "1893553450.0000001", false)]
    [InlineData("iat", "0.5", true)]
    [InlineData("nbf", "1893553450", true)]
    [InlineData("nbf", "1.893553451e9", false)]
    [InlineData("nbf", "1893553444.999", true)]
    public void Expiry_has_no_tolerance_and_the_issuers_clock_may_be_ahead(
        string claim, string date, bool isAccepted) =>
        Assert.Equal(isAccepted, _verifier.Verify(Sign($$"""{"{{claim}}":{{date}}}""")) is not null);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Refuses_a_date_that_is_not_a_number_of_seconds(string date)
    {
        Assert.Null(_verifier.Verify(Sign($$"""{"exp":{{date}}}""")));
        Assert.Null(_verifier.Verify(Sign($$"""{"nbf":{{date}}}""")));
        Assert.Null(_verifier.Verify(Sign($$"""{"iat":{{date}}}""")));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("+1893553505")]
    [InlineData("01893553505")]
    [InlineData("0x70DCB5E1")]
    [InlineData("1893553505.")]
    public void Refuses_a_date_that_JSON_does_not_have(string date) =>
        Assert.Null(_verifier.Verify(Sign($$"""{"exp":{{date}}}""")));

    [Fact]
    public void Without_dates_a_token_does_not_expire_here() => Assert.NotNull(_verifier.Verify(Sign("{}")));
}
