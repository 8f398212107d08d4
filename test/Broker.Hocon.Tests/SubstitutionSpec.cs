namespace Broker.Hocon.Tests;

public class SubstitutionSpec
{
    [Theory]
    [InlineData("a = 1, b = ${a}", "a = 1; b = 1")]
    [InlineData("b = ${a}, a = 1", "a = 1; b = 1")]
    [InlineData("a = 1, b = ${a}, a = 2", "a = 2; b = 2")]
    [InlineData("a.b = 1, c = ${a}", "a.b = 1; c.b = 1")]
    [InlineData("a.\"b.c\" = 1, d = ${a.\"b.c\"}", "a.\"b.c\" = 1; d = 1")]
    [InlineData("a = x, b = ${a}\"/\"${a} y", "a = x; b = \"x/x y\"")]
    [InlineData("a = null, b = ${a}, c = ${a}x", "a = null; b = null; c = nullx")]
    [InlineData("a = [1], b = ${a} [2] ${a}", "a = [1]; b = [1, 2, 1]")]
    [InlineData("a = [${b}, {c = ${b}}], b = 1", "a = [1, {c = 1}]; b = 1")]
    [InlineData("a {x = 1}, b = ${a} {y = 2}", "a.x = 1; b.x = 1; b.y = 2")]
    [InlineData("a {x = 1}, b = ${a}, b {y = 2}", "a.x = 1; b.x = 1; b.y = 2")]
    [InlineData("a {x = 1}, b = ${a}, b.x = 2, b.y = 3", "a.x = 1; b.x = 2; b.y = 3")]
    [InlineData("a = 1, b {x = 1}, b = ${a}, b {y = 2}", "a = 1; b.y = 2")]
    public void Takes_the_final_value_of_another_key(string text, string meaning) =>
        Assert.Equal(meaning, Hocon.Meaning(text));

    [Theory]
    [InlineData("a = ${?nowhere.x}", "")]
    [InlineData("a = 1, a = ${?nowhere.x}", "a = 1")]
    [InlineData("a = [1, ${?nowhere.x}]", "a = [1]")]
    [InlineData("a = x${?nowhere.x}", "a = x")]
    [InlineData("a = ${?nowhere.x} ${?nowhere.y}", "")]
    [InlineData("a = ${?nowhere.x} [1]", "a = [1]")]
    [InlineData("a = ${?b}, b = ${?nowhere.x}", "")]
    [InlineData("a = 1, b = ${?a.x}", "a = 1")]
    public void An_optional_one_that_leads_nowhere_leaves_nothing(string text, string meaning) =>
        Assert.Equal(meaning, Hocon.Meaning(text));

    [Theory]
    [InlineData("a = x, a = ${a}y, a = ${a}z", "a = xyz")]
    [InlineData("a = [1], a = ${a} [2]", "a = [1, 2]")]
    [InlineData("a = [1], a = [${a}, 2]", "a = [[1], 2]")]
    [InlineData("a = ${?a}x", "a = x")]
    [InlineData("a = ${?a}", "")]
    [InlineData("a.b = x, a.b = ${a.b}y", "a.b = xy")]
    [InlineData("a {b = 1}, a = ${a} {c = 2}", "a.b = 1; a.c = 2")]
    [InlineData("a {b {c = 1}}, a = ${a.b}, a {b = 2}", "a.b = 2; a.c = 1")]
    [InlineData("a {b = 1}, a = ${x}, x {b = 5}, a.b = ${a.b}2", "a.b = 52; x.b = 5")]
    [InlineData("a {b = 1, c = ${a.b}}, a.b = 2", "a.b = 2; a.c = 2")]
    [InlineData("a {x = ${b.y}, z = 1}, b {x = ${a.z}, y = 2}", "a.x = 2; a.z = 1; b.x = 1; b.y = 2")]
    [InlineData("a = 1, b = 2, a = ${b}, b = ${a}", "a = 1; b = 1")]
    [InlineData("a = 1, a = ${b}x, b = ${a}", "a = 1x; b = 1x")]
    public void One_that_means_its_own_key_takes_the_value_before(string text, string meaning) =>
        Assert.Equal(meaning, Hocon.Meaning(text));

    [Theory]
    [InlineData(
        "a.b = ${x.y}",
        "t:1:7: a.b: ${x.y} is set neither in the configuration nor in the environment")]
    [InlineData(
        "a = 1\nb = 2 ${a.x}",
        "t:2:7: b: ${a.x} is set neither in the configuration nor in the environment")]
    [InlineData("a = ${a}", "t:1:5: a: ${a} leads back to itself")]
    [InlineData("a = ${b}, b = ${c}, c = ${a}", "t:1:25: c: ${a} leads back to itself")]
    [InlineData("a {b = ${a}}", "t:1:3: this object contains itself")]
    [InlineData("a = [${a}]", "t:1:6: a: ${a} leads back to itself")]
    [InlineData("a = [1] x ${?b}", "t:1:5: a: texts, lists and objects cannot be joined")]
    [InlineData("a = {} ${b}, b = 1", "t:1:5: a: texts, lists and objects cannot be joined")]
    public void Says_where_one_leads_nowhere(string text, string message) =>
        Assert.Equal(message, Hocon.Error(text));

    [Fact]
    public void Falls_back_to_the_environment_unless_the_key_is_null()
    {
        Environment.SetEnvironmentVariable("BROKER_HOCON_SPEC", "from outside");
        var config = ConfigurationFactory.ParseString(
            "a = ${BROKER_HOCON_SPEC}, b = 1, b = ${?BROKER_HOCON_SPEC}");
        var hidden = config.WithFallback(ConfigurationFactory.ParseString("BROKER_HOCON_SPEC = null"));

        Assert.Equal("a = \"from outside\"; b = \"from outside\"", Hocon.Meaning(config));
        Assert.Equal("environment BROKER_HOCON_SPEC", config.Entries.First().Origin.ToString());
        Assert.Equal("BROKER_HOCON_SPEC = null; a = null; b = null", Hocon.Meaning(hidden));
    }

    [Fact]
    public void An_append_to_an_unset_list_never_means_an_environment_variable()
    {
        Environment.SetEnvironmentVariable("BROKER_HOCON_SPEC_LIST", "from outside");

        Assert.Equal("BROKER_HOCON_SPEC_LIST = [1]", Hocon.Meaning("BROKER_HOCON_SPEC_LIST += 1"));
    }

    [Fact]
    public void Is_resolved_after_the_fallback_so_that_both_can_bring_what_it_means()
    {
        var file = ConfigurationFactory.ParseString("list = ${list} [2], text = ${name}", "file");
        var reference = ConfigurationFactory.ParseString("list = [1], name = x, copy = ${text}", "reference");

        Assert.Equal(
            "copy = x; list = [1, 2]; name = x; text = x", Hocon.Meaning(file.WithFallback(reference)));
        Assert.Throws<ConfigurationException>(() => file.HasPath("text"));
    }
}
