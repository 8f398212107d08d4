using Akka.Configuration;
using Broker.Actors.Configuration;

namespace Broker.Actors.Tests.Configuration;

public class LayeredConfigSpec
{
    [Fact]
    public void The_later_layer_wins_and_is_the_origin()
    {
        var config = LayeredConfig.Empty
            .With("a { b = 1, c = [1, 2] }\nd = x", "low.conf")
            .With("{ a.c = []\n }", "high.conf")
            .With("d", "\"${a.b}\" \n\\", isList: false, "variable D");

        Assert.Equal(
            [
                "a.b = 1 (low.conf:1:9)", "a.c = [] (high.conf:1:9)",
                "d = \"\\\"${a.b}\\\" \\u000a\\\\\" (variable D)",
            ],
            config.Entries.Select(entry => $"{entry} ({entry.Origin})"));
        Assert.Equal("\"${a.b}\" \n\\", config.Section("").GetString("d"));
    }

    [Theory]
    [InlineData("a = 1, b = ${a}", "a = 1; b = 1")]
    [InlineData("b = ${a}, a = 1", "b = 1; a = 1")]
    [InlineData("a = 1, b = ${a}, a = 2", "a = 2; b = 2")]
    [InlineData("a = x, b = ${a}\"/\"${a} y", "a = x; b = \"x/x y\"")]
    [InlineData("a = [1], b = ${a}", "a = [1]; b = [1]")]
    [InlineData("a = null, b = [${a}]", "a = null; b = [null]")]
    public void A_reference_takes_the_final_value_of_another_key(string text, string meaning) =>
        Assert.Equal(meaning, string.Join("; ", LayeredConfig.Empty.With(text, "t").Entries));

    [Fact]
    public void A_reference_takes_what_a_stronger_layer_says()
    {
        var config = LayeredConfig.Empty.With("a = 1", "low").With("b = ${a}", "high");

        Assert.Equal("2", config.With("a", "2", isList: false, "argument").Section("").GetString("b"));
    }

    [Theory]
    [InlineData("b = 1\na = ${nowhere}", "t:2:5: a: ${nowhere}")]
    [InlineData("a = ${a}", "t:1:5: a: ${a}")]
    [InlineData("a = ${b}, b = ${a}", "t:1:5: a: ${b}")]
    [InlineData("a = 1, b = ${a}, c = ${b}", "t:1:22: c: ${b}")]
    [InlineData("a.b = 1, c = ${a}", "t:1:14: c: ${a}")]
    public void A_reference_to_nothing_to_a_section_or_to_a_reference_is_refused(string text, string place) =>
        Assert.Equal(
            $"{place} is not a key with a value of its own",
            Assert.Throws<ConfigurationException>(() => LayeredConfig.Empty.With(text, "t")).Message);
}
