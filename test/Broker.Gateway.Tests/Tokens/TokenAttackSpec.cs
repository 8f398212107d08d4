using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Broker.Gateway.Tokens;
using static Broker.Gateway.Tests.Tokens.ForgedToken;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>Every way that comes to mind to get in without a good token, and what it comes to.</summary>
public class TokenAttackSpec
{
    private const int BytesMax = 1000;

    private static readonly string Good = Sign(Payload);

    private readonly TokenVerifier _verifier = new(
        new TokenSecrets([Secret]), BytesMax, clockSkew: TimeSpan.FromSeconds(5), SpecTime.NewClock());

    public static TheoryData<string, string> Headers { get; } = new()
    {
        { "none", """{"alg":"none"}""" },
        { "none in other letters", """{"alg":"nOnE","typ":"JWT"}""" },
        { "another HMAC", """{"alg":"HS512","typ":"JWT"}""" },
        { "a key pair", """{"alg":"RS256","typ":"JWT"}""" },
        { "its name in small letters", """{"alg":"hs256","typ":"JWT"}""" },
        { "an escape that is none", """{"alg":"HS256 ","typ":"JWT"}""" },
        { "no algorithm", """{"typ":"JWT"}""" },
        { "an algorithm that is no text", """{"alg":["HS256"],"typ":"JWT"}""" },
        { "no algorithm at all", "{}" },
        { "another type", """{"alg":"HS256","typ":"JWE"}""" },
        { "a type that is no text", """{"alg":"HS256","typ":1}""" },
        { "something that must be understood", """{"alg":"HS256","crit":["exp"],"exp":1}""" },
        { "an empty list of what must be understood", """{"alg":"HS256","crit":[]}""" },
        { "an unencoded payload", """{"alg":"HS256","b64":false}""" },
    };

    public static TheoryData<string, string> Claims { get; } = new()
    {
        { "no user", $$"""{"exp":{{At(60)}}}""" },
        { "a user that is no text", $$"""{"username":1,"exp":{{At(60)}}}""" },
        { "a user that is nothing", $$"""{"username":null,"exp":{{At(60)}}}""" },
        { "users", $$"""{"username":["alice"],"exp":{{At(60)}}}""" },
        { "no expiry", """{"username":"alice"}""" },
        { "an expiry that is nothing", """{"username":"alice","exp":null}""" },
        { "an expiry that is a text", $$"""{"username":"alice","exp":"{{At(60)}}"}""" },
        { "an expiry with a fraction", $$"""{"username":"alice","exp":{{At(60)}}.5}""" },
        { "an expiry with an exponent", """{"username":"alice","exp":1e10}""" },
        { "an expiry that no number holds", """{"username":"alice","exp":99999999999999999999}""" },
        { "an expiry behind the end of time", """{"username":"alice","exp":253402300800}""" },
        { "an expiry before the beginning", """{"username":"alice","exp":-1}""" },
        { "a time of issue that is a text", $$"""{"username":"alice","exp":{{At(60)}},"iat":"0"}""" },
        { "a beginning with a fraction", $$"""{"username":"alice","exp":{{At(60)}},"nbf":0.5}""" },
    };

    [Fact]
    public void A_good_one_is_let_in()
    {
        Assert.Equal(TokenError.None, _verifier.Verify(Good, out var claims));

        Assert.Equal(("alice", SpecTime.Start.AddSeconds(60)), (claims!.Username, claims.ExpiresAt));
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public void Another_algorithm_is_refused_also_when_the_signature_is_right(string what, string header)
    {
        Assert.Equal((what, TokenError.Unsupported), (what, Verify(Sign(Payload, header))));
        Assert.Equal(TokenError.Unsupported, Verify(Good.With(0, Part(header))));
        Assert.Equal(TokenError.Unsupported, Verify(Good.With(0, Part(header)).With(2, "")));
    }

    [Theory]
    [MemberData(nameof(Claims))]
    public void A_claim_that_is_missing_or_of_another_type_is_refused(string what, string payload) =>
        Assert.Equal((what, TokenError.WrongClaim), (what, Verify(Sign(payload))));

    [Fact]
    public void Another_secret_signs_nothing_nor_does_an_empty_one()
    {
        Assert.Equal(TokenError.WrongSignature, Verify(Sign(Payload, secret: "another")));
        Assert.Equal(TokenError.WrongSignature, Verify(Sign(Payload, secret: "")));
        Assert.Equal(TokenError.WrongSignature, Verify(Sign(Payload, secret: Secret + " ")));
    }

    [Fact]
    public void What_was_changed_after_it_was_signed_is_refused()
    {
        var bob = Part(Payload.Replace("alice", "bobby", StringComparison.Ordinal));
        var header = Part("""{"typ":"JWT","alg":"HS256"}""");

        Assert.Equal(TokenError.WrongSignature, Verify(Good.With(1, bob)));
        Assert.Equal(TokenError.WrongSignature, Verify(Good.With(0, header)));
        Assert.Equal(TokenError.WrongSignature, Verify(Good.With(2, "")));
        Assert.Equal(TokenError.WrongSignature, Verify(Good.With(2, Part("x"))));
        Assert.Equal(TokenError.WrongSignature, Verify(Good[..^3]));
    }

    [Fact]
    public void A_signature_with_another_hash_is_refused()
    {
        var signed = Good[..Good.LastIndexOf('.')];
        var longer = HMACSHA512.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed));

        Assert.Equal(TokenError.WrongSignature, Verify(Good.With(2, Base64Url.EncodeToString(longer))));
    }

    [Theory]
    [InlineData(0, TokenError.Expired)]
    [InlineData(-1, TokenError.Expired)]
    [InlineData(1, TokenError.None)]
    public void From_its_expiry_on_it_is_refused_without_tolerance(long seconds, object error) =>
        Assert.Equal(error, Verify(Sign($$"""{"username":"alice","exp":{{At(seconds)}}}""")));

    [Theory]
    [InlineData("iat", 5, TokenError.None)]
    [InlineData("iat", 6, TokenError.NotYetValid)]
    [InlineData("nbf", 5, TokenError.None)]
    [InlineData("nbf", 6, TokenError.NotYetValid)]
    public void One_from_the_future_is_refused_but_for_a_clock_that_is_a_little_ahead(
        string claim, long seconds, object error) => Assert.Equal(
            error,
            Verify(Sign($$"""{"username":"alice","exp":{{At(60)}},"{{claim}}":{{At(seconds)}}}""")));

    [Theory]
    [InlineData("""{"username":"alice","username":"bob","exp":1}""")]
    [InlineData("""{"username":"alice","exp":1,"exp":2}""")]
    [InlineData("""{"username":"alice","ex\u0070":1,"exp":2}""")]
    [InlineData("""{"username":"alice","exp":1,"role":1,"role":2}""")]
    public void A_claim_that_is_there_twice_is_refused(string payload) =>
        Assert.Equal(TokenError.Duplicate, Verify(Sign(payload)));

    [Fact]
    public void A_header_parameter_that_is_there_twice_is_refused() => Assert.Equal(
        TokenError.Duplicate, Verify(Sign(Payload, """{"alg":"none","alg":"HS256"}""")));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"alice\"")]
    [InlineData("{\"username\":\"alice\",\"exp\":9999999999")]
    [InlineData("{\"username\":\"alice\",\"exp\":9999999999}}")]
    [InlineData("{\"username\":\"alice\",\"exp\":9999999999} {}")]
    [InlineData("{\"username\":\"alice\",\"exp\":9999999999,\"x\":[[[[[[[[[[1]]]]]]]]]]}")]
    [InlineData("// alice\n{\"username\":\"alice\",\"exp\":9999999999}")]
    public void A_part_that_is_not_one_JSON_object_is_refused(string json)
    {
        Assert.Equal(TokenError.Malformed, Verify(Sign(json)));
        Assert.Equal(TokenError.Malformed, Verify(Sign(Payload, json)));
    }

    [Theory]
    [InlineData("{\"username\":\"\\ud800\",\"exp\":9999999999}")]
    [InlineData("{\"\\ud800\":1}")]
    public void Half_of_a_character_is_refused(string json) =>
        Assert.Equal(TokenError.Malformed, Verify(Sign(json)));

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        var payload = Base64Url.EncodeToString([.. "{\"username\":\""u8, 0xff, .. "\"}"u8]);
        var signed = $"{Part(Header)}.{payload}";
        var key = Encoding.UTF8.GetBytes(Secret);
        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed));

        Assert.Equal(TokenError.Malformed, Verify($"{signed}.{Base64Url.EncodeToString(signature)}"));
    }

    [Theory]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("+")]
    [InlineData("/")]
    [InlineData("%3D")]
    [InlineData("é")]
    [InlineData("\0")]
    public void What_is_not_base64url_to_the_letter_is_refused(string addition)
    {
        Assert.Equal(TokenError.Malformed, Verify(Good + addition));
        Assert.Equal(TokenError.Malformed, Verify(addition + Good));
        Assert.Equal(
            TokenError.Malformed, Verify(Good.Replace(".", addition + ".", StringComparison.Ordinal)));
    }

    // The last letter of 32 bytes has two bits behind them: a lenient decoder takes four letters for one.
    [Fact]
    public void A_signature_has_one_spelling()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var accepted = Alphabet.Where(last => Verify(Good[..^1] + last) == TokenError.None);

        Assert.Equal([Good[^1]], accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a.b")]
    [InlineData("e30.e30.e30.e30")]
    [InlineData("e30.e30.e30.e30.e30")]
    public void What_has_not_three_parts_is_refused(string token) =>
        Assert.Equal(TokenError.Malformed, Verify(token));

    [Fact]
    public void One_that_is_too_long_is_not_even_looked_at()
    {
        var padding = new string('x', BytesMax);

        Assert.Equal(
            TokenError.TooLong,
            Verify(Sign($$"""{"username":"alice","exp":{{At(60)}},"x":"{{padding}}"}""")));
        Assert.Equal(TokenError.TooLong, Verify(new string('.', BytesMax + 1)));
        Assert.Equal(TokenError.Malformed, Verify(new string('.', BytesMax)));
    }

    private TokenError Verify(string token)
    {
        var error = _verifier.Verify(token, out var claims);
        Assert.Equal(error == TokenError.None, claims is not null);
        return error;
    }
}
