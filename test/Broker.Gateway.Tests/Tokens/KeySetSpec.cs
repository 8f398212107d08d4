using System.Text.Json.Nodes;
using Broker.Gateway.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>Which keys of a set verify tokens (RFC 7517).</summary>
public class KeySetSpec
{
    private const string Claims = """{"sub":"alice"}""";

    [SkippableTheory]
    [InlineData("use", "\"enc\"", false)]
    [InlineData("use", "\"sig\"", true)]
    [InlineData("key_ops", "[\"verify\"]", true)]
    [InlineData("key_ops", "[\"encrypt\"]", false)]
    [InlineData("alg", "\"RS256\"", true)]
    [InlineData("alg", "\"RS512\"", false)]
    [InlineData("alg", "\"RSA-OAEP\"", false)]
    [InlineData("kty", "\"oct\"", false)]
    [InlineData("kty", "\"EC\"", false)]
    [InlineData("n", "\"!\"", false)]
    [InlineData("e", "\"\"", false)]
    [InlineData("other", "[1]", true)]
    public void A_key_that_is_for_something_else_verifies_nothing(string name, string value, bool isUsed)
    {
        var key = IssuerKeyPair.Of("RS256").Jwk();
        key[name] = JsonNode.Parse(value);

        Assert.Equal(isUsed, !Set(key).IsEmpty);
    }

    [SkippableTheory]
    [InlineData("short")]
    [InlineData("P-384")]
    public void A_key_that_is_too_short_or_of_another_curve_verifies_nothing(string pair) =>
        Assert.True(Set(IssuerKeyPair.Of(pair).Jwk()).IsEmpty);

    [Theory]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"AAAA"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"!"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519"}""")]
    [InlineData("""{"kty":"OKP","crv":"X25519","x":"AAAA"}""")]
    [InlineData("""{"kty":"RSA","x5c":["AAAA"]}""")]
    [InlineData("""{"kty":"RSA"}""")]
    [InlineData("{}")]
    public void A_key_that_is_broken_verifies_nothing_and_leaves_the_others_alone(string broken)
    {
        Assert.True(Set(JsonNode.Parse(broken)!.AsObject()).IsEmpty);
    }

    [Fact]
    public void A_point_that_is_not_on_its_curve_is_no_key()
    {
        var key = JsonNode.Parse($$"""
            {"kty":"EC","crv":"P-256","x":"{{new string('B', 43)}}","y":"{{new string('B', 43)}}"}
            """)!.AsObject();

        Assert.True(Set(key).IsEmpty || !Set(key).Verifies(Token(ForgedToken.Sign(Claims))));
    }

    [SkippableFact]
    public void The_kid_chooses_among_keys_and_keys_without_one_verify_any_token()
    {
        var (one, other) = (IssuerKeyPair.Of("RS256"), IssuerKeyPair.Of("another RS256"));
        var named = Set(one.Jwk("1"), other.Jwk("2"));
        Assert.True(named.Verifies(Token(one.Sign(Claims, id: "1"))));
        Assert.False(named.Verifies(Token(one.Sign(Claims, id: "2"))));
        Assert.False(named.Verifies(Token(one.Sign(Claims, id: "3"))));
        Assert.True(named.Verifies(Token(one.Sign(Claims))));

        var mixed = Set(one.Jwk(), other.Jwk("2"));
        Assert.True(mixed.Verifies(Token(one.Sign(Claims, id: "3"))));
        Assert.False(mixed.Verifies(Token(one.Sign(Claims, id: "2"))));
    }

    [SkippableFact]
    public void Two_keys_may_have_one_kid()
    {
        var (one, other) = (IssuerKeyPair.Of("RS256"), IssuerKeyPair.Of("ES256"));
        var set = Set(one.Jwk("1"), other.Jwk("1"));

        Assert.True(set.Verifies(Token(one.Sign(Claims, id: "1"))));
        Assert.True(set.Verifies(Token(other.Sign(Claims, id: "1"))));
    }

    [SkippableFact]
    public void A_token_without_a_kid_is_tried_with_eight_keys_at_most()
    {
        var (last, others) = (IssuerKeyPair.Of("RS256"), IssuerKeyPair.Of("another RS256"));
        var token = Token(last.Sign(Claims));
        JsonObject[] seven = [.. Enumerable.Range(0, 7).Select(number => others.Jwk($"{number}"))];

        Assert.True(Set([.. seven, last.Jwk("last")]).Verifies(token));
        Assert.False(Set([.. seven, others.Jwk("7"), last.Jwk("last")]).Verifies(token));
    }

    private static KeySet Set(params IEnumerable<JsonObject> keys) =>
        KeySet.Of(JsonWebKeySet.Create(IssuerServer.SetOf(keys.Select(key => key.DeepClone()))).Keys);

    private static CompactToken Token(string text) => CompactToken.Read(text)!;
}
