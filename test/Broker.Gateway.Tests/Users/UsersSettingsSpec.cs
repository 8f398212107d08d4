using Akka.Configuration;
using Broker.Gateway.Configuration;
using Broker.Gateway.Tests.Configuration;

namespace Broker.Gateway.Tests.Users;

public class UsersSettingsSpec
{
    private const string Prod = "broker.process.environment = prod\n";
    private const string Own =
        "broker.users { token-secrets = [one], socket-token-secrets = [two] }\n"
        + "broker.auction.secrets = [three]\n";

    [Theory]
    [InlineData("", "broker.users.token-secrets", "BROKER_TOKEN_SECRET")]
    [InlineData(
        "broker.users.token-secrets = [own]", "broker.users.socket-token-secrets",
        "BROKER_SOCKET_TOKEN_SECRET")]
    [InlineData(
        "broker.users.socket-token-secrets = [own]", "broker.users.token-secrets", "BROKER_TOKEN_SECRET")]
    public void Elsewhere_than_in_dev_a_default_secret_is_refused(string text, string key, string variable)
    {
        Read(text);

        var error = Refused(Prod + text);
        Assert.Equal(key, error.Key);
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_auctions_default_secret_is_refused_likewise()
    {
        var error = Refused($"{Prod}broker.users {{ token-secrets = [one], socket-token-secrets = [two] }}");

        Assert.Equal("broker.auction.secrets", error.Key);
        Assert.Contains("BROKER_AUCTION_SECRET", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_secret_is_refused_also_behind_another()
    {
        var secret = ConfigurationLayers.Reference.Section("broker.users").GetStringList("token-secrets")[0];

        Assert.Equal(
            "broker.users.token-secrets",
            Refused($"{Prod}{Own}broker.users.token-secrets = [one, \"{secret}\"]").Key);
        Read(Prod + Own);
    }

    [Theory]
    [InlineData("token-secrets = []", "has 0 items, not 1 to 8")]
    [InlineData("token-secrets = [\"\"]", "has an empty item")]
    [InlineData("token-secrets = s3cret", "is not a list of texts")]
    [InlineData("token-secrets = [[s3cret]]", "is not a list of texts")]
    [InlineData("token-secrets = [1,2,3,4,5,6,7,8,9]", "has 9 items, not 1 to 8")]
    public void Secrets_are_a_short_list_of_texts_that_no_message_shows(string text, string problem)
    {
        var error = Refused($"broker.users.{text}");

        Assert.EndsWith($"broker.users.token-secrets: {problem}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_secret_signs_both_kinds_of_token() => Assert.Equal(
        "broker.users.socket-token-secrets",
        Refused("broker.users { token-secrets = [a, b], socket-token-secrets = [c, b] }").Key);

    [Fact]
    public void A_secret_that_is_easier_to_guess_than_a_signature_is_noticed()
    {
        var (longer, shorter) = (new string('a', 32), new string('b', 31));

        Assert.False(Read("").Users.HasShortSecret);
        Assert.False(Read($"broker.users.token-secrets = [{longer}]").Users.HasShortSecret);
        Assert.True(Read($"broker.users.token-secrets = [{longer}, {shorter}]").Users.HasShortSecret);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("broker.publish.guard = on", true)]
    [InlineData(Prod + Own, true)]
    [InlineData(Prod + Own + "broker.publish.guard = off", false)]
    [InlineData(Prod + Own + "broker.publish.guard = auto", true)]
    public void Publishing_is_guarded_everywhere_but_in_dev_unless_it_is_said(string text, bool isGuarded) =>
        Assert.Equal(isGuarded, Read(text).Publish.IsGuarded);

    [Fact]
    public void An_empty_key_opens_nothing_and_is_refused() =>
        Assert.Equal("broker.publish.keys", Refused("broker.publish.keys = [a, \"\"]").Key);

    private static BrokerSettings Read(string text) => BrokerSettings.From(
        ConfigurationLayers.Reference.With(text, "a.conf"));

    private static Refusal Refused(string text) =>
        Refusal.Of(Assert.Throws<ConfigurationException>(() => Read(text)));
}
