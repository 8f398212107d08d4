using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

public class UnknownKeysSpec
{
    private const string Kinds = "broker.channel.kinds";
    private const string NoKey = "there is no such key";

    [Theory]
    [InlineData("broker.hub.port = 1")]
    [InlineData("broker.hub {}")]
    [InlineData("broker { }")]
    [InlineData("")]
    [InlineData($$"""{{Kinds}}.news { pattern = "news*", history-size-max = 3 }""")]
    [InlineData($$"""{{Kinds}}."a.b" { pattern = x }""")]
    [InlineData($$"""{{Kinds}}.broadcast.store = on""")]
    public void Known_keys_are_no_problem(string text) => Assert.Empty(Problems(text));

    [Theory]
    [InlineData("a = 1", "a.conf:1:5: a: there is no such key")]
    [InlineData("broker.http.port = 1",
        $"a.conf:1:20: broker.http.port: {NoKey}; did you mean broker.http.ports?")]
    [InlineData("broker.hub = 1", "a.conf:1:14: broker.hub: is a section, not a value")]
    [InlineData("broker.hub = null", "a.conf:1:14: broker.hub: is a section, not a value")]
    [InlineData("broker.hub.port.x = 1",
        $"a.conf:1:21: broker.hub.port.x: {NoKey}; did you mean broker.hub.port?")]
    [InlineData(
        $"{Kinds}.news.slow-consumers = x",
        $"a.conf:1:44: {Kinds}.news.slow-consumers: {NoKey}; did you mean {Kinds}.news.slow-consumer?")]
    [InlineData(
        $"{Kinds}.\"a.b\".pattern.x = x",
        $"a.conf:1:40: {Kinds}.\"a.b\".pattern.x: {NoKey}; did you mean {Kinds}.\"a.b\".pattern?")]
    public void An_unknown_key_is_reported_with_its_place_and_the_nearest_one(string text, string problem) =>
        Assert.Equal([problem], Problems(text));

    [Theory]
    [InlineData("port", "ports")]
    [InlineData("prots", "ports")]
    [InlineData("bnid", "bind")]
    [InlineData("zzzz", null)]
    [InlineData("", null)]
    public void The_nearest_text_needs_edits_in_at_most_half_of_the_mistyped_one(
        string text, string? nearest) =>
        Assert.Equal(nearest, NearestKey.To(text, ["ports", "bind", "data"]));

    private static IReadOnlyList<string> Problems(string text) => UnknownKeys.In(
        ConfigurationLayers.Reference.With(text, "a.conf"), ConfigurationLayers.Reference);
}
