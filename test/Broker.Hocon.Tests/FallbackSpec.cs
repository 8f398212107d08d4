namespace Broker.Hocon.Tests;

public class FallbackSpec
{
    [Theory]
    [InlineData("a = 1", "a = 2, b = 3", "a = 1; b = 3")]
    [InlineData("a {b = 1}", "a {b = 2, c = 3}", "a.b = 1; a.c = 3")]
    [InlineData("a = null", "a {b = 2}", "a = null")]
    [InlineData("a {b = 1}", "a = 2", "a.b = 1")]
    [InlineData("a = [1]", "a = [2]", "a = [1]")]
    [InlineData("a += 2", "a = [1]", "a = [1, 2]")]
    [InlineData("a = 1, a {b = 1}", "a {c = 2}", "a.b = 1")]
    [InlineData("a = 1, a {b = 1}, a {c = 2}", "a {d = 3}", "a.b = 1; a.c = 2")]
    [InlineData("one = 1, a = ${one}, a {b = 1}", "a {c = 2}", "a.b = 1; one = 1")]
    public void Sets_what_is_not_set(string text, string fallback, string meaning) =>
        Assert.Equal(meaning, Hocon.Meaning(Parse(text).WithFallback(Parse(fallback))));

    [Fact]
    public void Of_three_layers_one_that_is_no_object_hides_what_is_below_it()
    {
        var merged = Parse("a {b = 1}").WithFallback(Parse("a = 5")).WithFallback(Parse("a {c = 2}"));

        Assert.Equal("a.b = 1", Hocon.Meaning(merged));
    }

    [Fact]
    public void Changes_neither_of_the_two()
    {
        var (high, low) = (Parse("a {b = 1}"), Parse("a {c = 2}, d = ${a}, d {e = 3}"));

        var merged = high.WithFallback(low);
        Assert.Equal(merged.Render(), merged.WithFallback(low).Render());

        Assert.Equal("a.b = 1", Hocon.Meaning(high));
        Assert.Equal("a.c = 2; d.c = 2; d.e = 3", Hocon.Meaning(low));
        Assert.Equal("a.b = 1; a.c = 2; d.b = 1; d.c = 2; d.e = 3", Hocon.Meaning(merged));
    }

    [Fact]
    public void Pairs_lie_over_a_file_and_errors_name_where_they_came_from()
    {
        var pairs = new Dictionary<string, string> { ["broker.hub.port"] = "${x}", ["broker.bind"] = "::1" };
        var config = ConfigurationFactory.FromPairs(pairs, "command line --port")
            .WithFallback(Parse("broker { hub.port = 1234, bind = any }"));

        Assert.Equal("::1", config.GetString("broker.bind"));
        var error = Assert.Throws<ConfigurationException>(() => config.GetInt("broker.hub.port"));
        Assert.StartsWith(
            "command line --port: broker.hub.port: '${x}' is not a whole number",
            error.Message,
            StringComparison.Ordinal);
        Assert.Equal((0, 0), (error.Line, error.Column));
    }

    private static Config Parse(string text) => ConfigurationFactory.ParseString(text, "t");
}
