using Broker.Actors.Configuration;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

public class EffectiveSettingsSpec
{
    [Fact]
    public void Lines_are_sorted_and_say_where_each_value_comes_from()
    {
        var config = LayeredConfig.Empty.With("c = [1, 2], a { z = 10s }", "a.conf")
            .With("b", "x y", isList: false, "environment variable B");

        Assert.Equal(
            "a.z = 10s  # a.conf:1:21\nb = \"x y\"  # environment variable B\nc = [1, 2]  # a.conf:1:5\n",
            EffectiveSettings.Render(config));
    }

    [Fact]
    public void They_are_HOCON_with_the_same_effect()
    {
        var reference = ConfigurationLayers.Reference;
        var again = LayeredConfig.Empty.With(EffectiveSettings.Render(reference), "again");

        Assert.Equal(
            [
                "broker.admin.token", "broker.auction.secrets", "broker.cluster.secret",
                "broker.persistence.postgres", "broker.publish.keys", "broker.tokens.issuers.default.keys",
                "broker.users.socket-token-secrets", "broker.users.token-secrets",
            ],
            reference.Entries.Select(entry => entry.Path)
                .Except(again.Entries.Select(entry => entry.Path)).Order());
        Assert.Equal(
            reference.Entries.Select(entry => entry.ToString()).Intersect(
                again.Entries.Select(entry => entry.ToString())).Count(),
            again.Entries.Count);
    }

    [Theory]
    [InlineData("users.token-secret", "s3cret", "set")]
    [InlineData("users.token-secrets", "[s3cret, another]", "set")]
    [InlineData("publish.keys", "[]", "not set")]
    [InlineData("admin.token", "s3cret", "set")]
    [InlineData("admin.Token", "\"\"", "not set")]
    [InlineData("persistence.postgres", "\"Host=db;Password=s3cret\"", "set")]
    [InlineData("smtp.password", "null", "not set")]
    public void Of_a_secret_only_whether_it_is_set_is_shown(string key, string value, string shown)
    {
        var text = EffectiveSettings.Render(LayeredConfig.Empty.With($"{key} = {value}", "a.conf"));

        Assert.StartsWith($"# {key} is {shown}  # a.conf:1:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
    }
}
