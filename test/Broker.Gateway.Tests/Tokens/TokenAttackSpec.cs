using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Broker.Gateway.Tests.Users;
using Broker.Gateway.Tokens;
using static Broker.Gateway.Tests.Tokens.ForgedToken;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>Attacks on tokens: each differs from a valid token in one thing, and is refused.</summary>
public class TokenAttackSpec
{
    private const int BytesMax = 1000;

    private static readonly string Good = Sign(Payload);

    private readonly TokenVerifier _verifier = new(
        new TokenSecrets([Secret]).Verifying, Issuers.None,
        Stage.Settings($"broker.tokens {{ bytes-max = {BytesMax}, clock-skew = 0 }}").Tokens,
        SpecTime.NewClock());

    public static TheoryData<string, string> Headers { get; } = new()
    {
        { "none", """{"alg":"none"}""" },
        { "none in other letters", """{"alg":"nOnE","typ":"JWT"}""" },
        { "an empty algorithm", """{"alg":"","typ":"JWT"}""" },
        { "another HMAC", """{"alg":"HS512","typ":"JWT"}""" },
        { "a key pair", """{"alg":"RS256","typ":"JWT"}""" },
        { "an elliptic curve", """{"alg":"ES256","typ":"JWT"}""" },
        { "small letters", """{"alg":"hs256","typ":"JWT"}""" },
        { "a blank at the end", """{"alg":"HS256 ","typ":"JWT"}""" },
        { "a blank in front", """{"alg":" HS256","typ":"JWT"}""" },
        { "a zero at the end", """{"alg":"HS256\u0000","typ":"JWT"}""" },
        { "full-width letters", """{"alg":"ＨＳ２５６","typ":"JWT"}""" },
        { "its name as a URI", """{"alg":"http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"}""" },
        { "no algorithm", """{"typ":"JWT"}""" },
        { "an algorithm that is a list", """{"alg":["HS256"],"typ":"JWT"}""" },
        { "an algorithm that is null", """{"alg":null,"typ":"JWT"}""" },
        { "a parameter with another case", """{"Alg":"HS256","typ":"JWT"}""" },
        { "an empty header", "{}" },
        { "an encrypted token", """{"alg":"dir","enc":"A128CBC-HS256"}""" },
        { "another type", """{"alg":"HS256","typ":"JWE"}""" },
        { "a type that is a number", """{"alg":"HS256","typ":1}""" },
        { "a type that is null", """{"alg":"HS256","typ":null}""" },
        { "a critical parameter", """{"alg":"HS256","crit":["exp"],"exp":1}""" },
        { "an empty list of critical parameters", """{"alg":"HS256","crit":[]}""" },
        { "a null list of critical parameters", """{"alg":"HS256","crit":null}""" },
        { "an unencoded payload", """{"alg":"HS256","b64":false}""" },
        { "an algorithm that is there twice", """{"alg":"none","alg":"HS256"}""" },
        { "an algorithm that is there twice, once escaped", """{"alg":"HS256","\u0061lg":"HS256"}""" },
        { "another parameter that is there twice", """{"alg":"HS256","kid":"a","kid":"b"}""" },
    };

    public static TheoryData<string> NotObjects { get; } =
    [
        "",
        "[]",
        "null",
        "\"alice\"",
        "{\"username\":\"alice\",\"exp\":9999999999",
        "{\"username\":\"alice\",\"exp\":9999999999}}",
        "{\"username\":\"alice\",\"exp\":9999999999} {}",
        "{\"username\":\"alice\",\"exp\":9999999999,}",
        "{\"username\":\"alice\",\"exp\":9999999999,\"x\":[[[[[[[[[[1]]]]]]]]]]}",
        "// alice\n{\"username\":\"alice\",\"exp\":9999999999}",
        "\ufeff{\"username\":\"alice\",\"exp\":9999999999}",
        "{\"\\ud800\":1}",
    ];

    [Fact]
    public void Accepts_a_valid_token()
    {
        Assert.Equal("alice", _verifier.Verify(Good)!.Text("username"));
        Assert.True(IsAccepted(Sign(Payload, """{"alg":"HS256"}""")));
        Assert.True(IsAccepted(Sign(Payload, """{"typ":"jwt","alg":"HS256","other":[1]}""")));
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public void Refuses_a_header_that_says_something_else(string what, string header)
    {
        Assert.Equal((what, false), (what, IsAccepted(Sign(Payload, header))));
        Assert.Equal((what, false), (what, IsAccepted(Good.With(0, Part(header)))));
        Assert.Equal((what, false), (what, IsAccepted(Good.With(0, Part(header)).With(2, ""))));
    }

    [Fact]
    public void Refuses_a_stronger_algorithm_that_is_signed_with_the_same_secret()
    {
        var signed = $"{Part("""{"alg":"HS512","typ":"JWT"}""")}.{Part(Payload)}";
        var signature = HMACSHA512.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed));

        Assert.False(IsAccepted($"{signed}.{Base64Url.EncodeToString(signature)}"));
        Assert.False(IsAccepted(Good.With(2, Base64Url.EncodeToString(signature))));
    }

    [Fact]
    public void Refuses_a_key_that_the_token_brings_along()
    {
        using var rsa = RSA.Create(2048);
        var (n, e) = (Base64Url.EncodeToString(rsa.ExportParameters(false).Modulus), "AQAB");
        var header =
            $$"""{"jwk":{"kty":"RSA","n":"{{n}}","e":"{{e}}"},"jku":"http://x/","alg":"RS256"}""";
        var signed = $"{Part(header)}.{Part("{}")}";
        var signature = rsa.SignData(
            Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var own = Base64Url.EncodeToString("another secret"u8);

        Assert.False(IsAccepted($"{signed}.{Base64Url.EncodeToString(signature)}"));
        Assert.False(IsAccepted(Sign(
            Payload, $$"""{"jwk":{"kty":"oct","k":"{{own}}"},"alg":"HS256"}""", "another secret")));
    }

    [Theory]
    [InlineData("\"../../../dev/null\"")]
    [InlineData("\"' UNION SELECT 'another\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("[0]")]
    public void Lets_no_key_id_choose_the_secret(string kid)
    {
        var header = $$"""{"alg":"HS256","kid":{{kid}}}""";

        Assert.True(IsAccepted(Sign(Payload, header)));
        Assert.False(IsAccepted(Sign(Payload, header, secret: "")));
        Assert.False(IsAccepted(Sign(Payload, header, secret: "another")));
    }

    [Theory]
    [InlineData("another")]
    [InlineData("")]
    [InlineData(Secret + " ")]
    [InlineData("The secret of the specs")]
    public void Refuses_another_secret(string secret) =>
        Assert.False(IsAccepted(Sign(Payload, secret: secret)));

    [Fact]
    public void Refuses_what_was_changed_after_it_was_signed()
    {
        var bob = Part(Payload.Replace("alice", "bobby", StringComparison.Ordinal));

        Assert.False(IsAccepted(Good.With(1, bob)));
        Assert.False(IsAccepted(Good.With(0, Part("""{"typ":"JWT","alg":"HS256"}"""))));
        Assert.False(IsAccepted(Good.With(2, "")));
        Assert.False(IsAccepted(Good.With(2, Part("x"))));
        Assert.False(IsAccepted(Good.With(2, Good.Split('.')[2] + "AAAA")));
        Assert.False(IsAccepted(Good[..^3]));
        Assert.False(IsAccepted(Good[..Good.LastIndexOf('.')]));
    }

    [Theory]
    [InlineData("""{"username":"alice","username":"bob","exp":9999999999}""")]
    [InlineData("""{"username":"alice","exp":9999999998,"exp":9999999999}""")]
    [InlineData("""{"username":"alice","ex\u0070":1,"exp":9999999999}""")]
    [InlineData("""{"username":"alice","exp":9999999999,"role":1,"role":2}""")]
    [InlineData("""{"username":"alice","exp":9999999999,"x":{"a":1,"a":2}}""")]
    public void Refuses_a_claim_that_is_there_twice(string payload) =>
        Assert.False(IsAccepted(Sign(payload)));

    [Theory]
    [MemberData(nameof(NotObjects))]
    public void Refuses_a_part_that_is_not_one_JSON_object(string json)
    {
        Assert.False(IsAccepted(Sign(json)));
        Assert.False(IsAccepted(Sign(Payload, json)));
    }

    [Fact]
    public void Refuses_a_token_inside_of_a_token()
    {
        const string Nested = """{"alg":"HS256","typ":"JWT","cty":"JWT"}""";

        Assert.False(IsAccepted(Sign(Good, Nested)));
        Assert.False(IsAccepted(Sign($"\"{Good}\"", Nested)));
    }

    [Theory]
    [InlineData(0xff)]
    [InlineData(0xc0)]
    public void Refuses_bytes_that_are_not_UTF_8(byte letter)
    {
        byte[] payload = [.. "{\"exp\":9999999999,\"username\":\""u8, letter, .. "\"}"u8];

        Assert.False(IsAccepted(SignParts(Part(Header), Base64Url.EncodeToString(payload))));
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
    public void Refuses_letters_that_are_not_base64url(string addition)
    {
        Assert.False(IsAccepted(Good + addition));
        Assert.False(IsAccepted(addition + Good));
        Assert.False(IsAccepted(Good.Replace(".", addition + ".", StringComparison.Ordinal)));
        Assert.False(IsAccepted(SignParts(Part(Header) + addition, Part(Payload))));
        Assert.False(IsAccepted(SignParts(Part(Header), Part(Payload) + addition)));
    }

    // The last letter of a part may have bits that belong to no byte: a lenient decoder ignores them.
    [Fact]
    public void Accepts_one_spelling_of_each_part()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var payload = Part(Payload + " ");
        Assert.NotEqual(0, payload.Length % 4);

        Assert.Equal([Good[^1]], Alphabet.Where(last => IsAccepted(Good[..^1] + last)));
        Assert.Equal(
            [payload[^1]],
            Alphabet.Where(last => IsAccepted(SignParts(Part(Header), payload[..^1] + last))));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a.b")]
    [InlineData("e30.e30.e30.e30")]
    [InlineData("e30.e30.e30.e30.e30")]
    [InlineData("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA")]
    public void Refuses_what_has_not_three_parts(string token)
    {
        Assert.False(IsAccepted(token));
        Assert.False(IsAccepted($"{Good}.{token}"));
    }

    [Fact]
    public void Refuses_a_token_over_the_limit_before_it_is_read()
    {
        var (payload, most) = (Payload.Replace("alice", "XX", StringComparison.Ordinal), 0);
        for (var length = 1; length < BytesMax; length++)
        {
            var token = Sign(payload.Replace("XX", new string('x', length), StringComparison.Ordinal));
            Assert.Equal(token.Length <= BytesMax, IsAccepted(token));
            if (token.Length <= BytesMax) most = token.Length;
        }
        Assert.InRange(most, BytesMax - 1, BytesMax);
    }

    private bool IsAccepted(string token) => _verifier.Verify(token) is not null;
}
