using System.Buffers.Text;
using System.Text;
using Broker.Gateway.Tests.Users;
using Broker.Gateway.Tokens;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Gateway.Tests.Tokens.ForgedToken;

namespace Broker.Gateway.Tests.Tokens;

public class TokenSecretsSpec
{
    private const string Claim = "username";

    [Fact]
    public void Signs_as_the_standard_says()
    {
        var token = Signed("alice");

        Assert.Equal(Sign("""{"username":"alice"}""", secret: "new"), token);
        Assert.Equal(Header, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[0])));
    }

    [Theory]
    [InlineData("s")]
    [InlineData("sécret")]
    [InlineData("thirty-one bytes, one too few !")]
    [InlineData("a secret that is longer than one block of the hash, which is hashed itself before use")]
    public void A_secret_of_any_length_signs_and_verifies(string secret)
    {
        var token = new TokenSecrets([secret]).Sign(new Dictionary<string, object> { [Claim] = "alice" });

        Assert.Equal(Sign("""{"username":"alice"}""", secret: secret), token);
        Assert.NotNull(Verifier(secret).Verify(token));
    }

    [Fact]
    public void Any_name_comes_back_from_the_token_as_it_went_in() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(),
        name =>
        {
            // A lone surrogate has no UTF-8; no user has such a name.
            var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name ?? ""));
            Assert.Equal(text, Verifier("new").Verify(Signed(text))!.Text(Claim));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Zoë")]
    [InlineData("日本語")]
    [InlineData("🎉")]
    [InlineData("a\"b\\c\u007f\u2028")]
    public void Unicode_names_are_signed_and_read(string name) =>
        Assert.Equal(name, Verifier("new").Verify(Signed(name))!.Text(Claim));

    [Fact]
    public void No_change_of_a_letter_is_overlooked() => Prop.ForAll(
        Gen.Choose(0, 1000).ToArbitrary(),
        Gen.Choose(1, 126).ToArbitrary(),
        (at, letter) =>
        {
            var token = Signed("alice").ToCharArray();
            at %= token.Length;
            if (token[at] == letter) return;

            token[at] = (char)letter;
            Assert.Null(Verifier("new").Verify(new string(token)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_first_secret_signs_and_any_verifies()
    {
        var (old, rotated) = (Signed("alice", "old"), Signed("alice", "new", "old"));

        Assert.NotNull(Verifier("new", "old").Verify(old));
        Assert.NotNull(Verifier("new").Verify(rotated));
        Assert.Null(Verifier("old").Verify(rotated));
        Assert.Null(Verifier("new").Verify(old));
    }

    [Fact]
    public void The_id_is_that_of_what_was_signed()
    {
        var verifier = Verifier("new", "old");
        var one = verifier.Verify(Signed("alice", "new"))!;
        var same = verifier.Verify(Signed("alice", "old"))!;

        Assert.NotEqual(one.Signature, same.Signature);
        Assert.Equal(one.Id, same.Id);
        Assert.NotEqual(one.Id, verifier.Verify(Signed("bob", "new"))!.Id);
        Assert.Equal(64, one.Id.Length);
    }

    private static string Signed(string name, params string[] secrets) =>
        new TokenSecrets(secrets is [] ? ["new"] : secrets).Sign(
            new Dictionary<string, object> { [Claim] = name });

    private static TokenVerifier Verifier(params string[] secrets) => new(
        new TokenSecrets(secrets).Verifying,
        Issuers.None,
        Stage.Settings("broker.tokens.bytes-max = 64KiB").Tokens,
        SpecTime.NewClock());
}
