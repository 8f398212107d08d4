using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Broker.Gateway.Tokens;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Gateway.Tests.Tokens;

public class TokenSignerSpec
{
    private readonly FakeTimeProvider _time = SpecTime.NewClock();

    [Fact]
    public void A_token_says_whose_it_is_and_how_long_it_is_good_for()
    {
        var parts = Signer("new").Sign("alice").Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();

        Assert.Equal(ForgedToken.Header, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.Equal(["username", "iat", "exp", "jti"], claims.Select(claim => claim.Key));
        Assert.Equal("alice", (string?)claims["username"]);
        Assert.Equal(ForgedToken.At(0), (long)claims["iat"]!);
        Assert.Equal(ForgedToken.At(60), (long)claims["exp"]!);
    }

    [Fact]
    public void Any_name_comes_back_from_the_token_as_it_went_in() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(),
        name =>
        {
            // A lone surrogate has no UTF-8; no user is called so.
            var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name ?? ""));
            var error = Verifier("new").Verify(Signer("new").Sign(text), out var claims);
            Assert.Equal((TokenError.None, text), (error, claims!.Username));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_change_of_a_letter_is_overlooked() => Prop.ForAll(
        Gen.Choose(0, 1000).ToArbitrary(),
        Gen.Choose(1, 126).ToArbitrary(),
        (at, letter) =>
        {
            var token = Signer("new").Sign("alice").ToCharArray();
            at %= token.Length;
            if (token[at] == letter) return;

            token[at] = (char)letter;
            Assert.NotEqual(TokenError.None, Verifier("new").Verify(new string(token), out _));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_tokens_of_one_moment_differ() =>
        Assert.NotEqual(Verified(Signer("new").Sign("alice")).Id, Verified(Signer("new").Sign("alice")).Id);

    [Fact]
    public void It_is_good_for_its_lifetime_and_not_a_moment_longer()
    {
        var token = Signer("new").Sign("alice");
        _time.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));
        Assert.Equal(TokenError.None, Verifier("new").Verify(token, out _));

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(TokenError.Expired, Verifier("new").Verify(token, out _));
    }

    [Fact]
    public void The_first_secret_signs_and_any_verifies()
    {
        var (old, rotated) = (Signer("old").Sign("alice"), Signer("new", "old").Sign("alice"));

        Assert.Equal(TokenError.None, Verifier("new", "old").Verify(old, out _));
        Assert.Equal(TokenError.None, Verifier("new").Verify(rotated, out _));
        Assert.Equal(TokenError.WrongSignature, Verifier("old").Verify(rotated, out _));
        Assert.Equal(TokenError.WrongSignature, Verifier("new").Verify(old, out _));
    }

    private TokenClaims Verified(string token)
    {
        Assert.Equal(TokenError.None, Verifier("new").Verify(token, out var claims));
        return claims!;
    }

    private TokenSigner Signer(params string[] secrets) =>
        new(new TokenSecrets(secrets), lifetime: TimeSpan.FromSeconds(60), _time);

    private TokenVerifier Verifier(params string[] secrets) =>
        new(new TokenSecrets(secrets), bytesMax: 1 << 20, clockSkew: TimeSpan.Zero, _time);
}
