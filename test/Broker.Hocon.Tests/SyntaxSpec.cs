namespace Broker.Hocon.Tests;

public class SyntaxSpec
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \n\t # only a comment", "")]
    [InlineData("a = 1", "a = 1")]
    [InlineData("a : 1", "a = 1")]
    [InlineData("a\n=\n1", "a = 1")]
    [InlineData("{ a = 1 }", "a = 1")]
    [InlineData("\n{ a = 1 }\n # end", "a = 1")]
    [InlineData("{\"a\":{\"b\":[1,true,null,\"x\"]}}", "a.b = [1, true, null, x]")]
    [InlineData("\ufeffa = 1", "a = 1")]
    [InlineData("a = 1\r\nb = 2\r\n", "a = 1; b = 2")]
    [InlineData("a = 1, b = 2,", "a = 1; b = 2")]
    [InlineData("a = 1\n,\nb = 2", "a = 1; b = 2")]
    [InlineData("a = 1 // c\nb = 2 # d\n#e\n//f", "a = 1; b = 2")]
    [InlineData("a { b = 1 }", "a.b = 1")]
    [InlineData("a\n{ b = 1 }", "a.b = 1")]
    [InlineData("a {}", "a = {}")]
    [InlineData("a = {}, a.b = 1", "a.b = 1")]
    public void Reads_objects_fields_separators_and_comments(string text, string meaning) =>
        Assert.Equal(meaning, Hocon.Meaning(text));

    [Theory]
    [InlineData("a.b.c = 1", "a.b.c = 1")]
    [InlineData("a . b = 1", "\"a \".\" b\" = 1")]
    [InlineData("\"a.b\".c = 1", "\"a.b\".c = 1")]
    [InlineData("a\"b.c\"d = 1", "\"ab.cd\" = 1")]
    [InlineData("a.\"\".b = 1", "a.\"\".b = 1")]
    [InlineData("a b c = 1", "\"a b c\" = 1")]
    [InlineData("10.0foo = 1", "10.0foo = 1")]
    [InlineData("true = 1", "true = 1")]
    [InlineData("\"include\" = 1", "\"include\" = 1")]
    [InlineData("a.include = 1", "a.include = 1")]
    [InlineData("includes = 1", "includes = 1")]
    [InlineData("ключ = 1", "\"ключ\" = 1")]
    public void Reads_keys_as_paths_and_quotes_what_needs_it(string text, string meaning) =>
        Assert.Equal(meaning, Hocon.Meaning(text));

    [Theory]
    [InlineData("a = []", "a = []")]
    [InlineData("a = [1\n2\n3]", "a = [1, 2, 3]")]
    [InlineData("a = [1, 2, 3,\n]", "a = [1, 2, 3]")]
    [InlineData("a = [\n[1], {b = 2}, {}]", "a = [[1], {b = 2}, {}]")]
    [InlineData("a = [1 2 3]", "a = [\"1 2 3\"]")]
    [InlineData("a = [1] [2, 3]", "a = [1, 2, 3]")]
    [InlineData("a = [1][2]", "a = [1, 2]")]
    [InlineData("a = {b = 1} {c = 2, b = 3}", "a.b = 3; a.c = 2")]
    [InlineData("a += 1\na += 2", "a = [1, 2]")]
    [InlineData("a = [0]\na += [1]", "a = [0, [1]]")]
    [InlineData("a { b += 1, b += {c = 2} }", "a.b = [1, {c = 2}]")]
    [InlineData("a = [{b.c = 1, b.d = 2}]", "a = [{b = {c = 1, d = 2}}]")]
    public void Reads_lists_and_joins_lists_and_objects(string text, string meaning) =>
        Assert.Equal(meaning, Hocon.Meaning(text));

    [Theory]
    [InlineData("a = x y  z ", "a = \"x y  z\"")]
    [InlineData("a = true story", "a = \"true story\"")]
    [InlineData("a = null x", "a = \"null x\"")]
    [InlineData("a = 10 s", "a = \"10 s\"")]
    [InlineData("a = 1e+3", "a = \"1e+3\"")]
    [InlineData("a = -1.5", "a = -1.5")]
    [InlineData("a = x/y", "a = \"x/y\"")]
    [InlineData("a = x //y", "a = x")]
    [InlineData("a = null", "a = null")]
    [InlineData("a = \"null\"", "a = \"null\"")]
    [InlineData("a = \"\"", "a = \"\"")]
    [InlineData("a = \" x \"", "a = \" x \"")]
    [InlineData("a = \"x\" y", "a = \"x y\"")]
    [InlineData("a = \"# // {}\"", "a = \"# // {}\"")]
    [InlineData(
        "a = \"\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0041\"",
        "a = \"\\\" \\\\ / \\u0008 \\u000c \\n \\u000d \\t A\"")]
    [InlineData("a = \"\"\"x\"\"\"", "a = x")]
    [InlineData("a = \"\"\"x\"y\n\\n\"\"\"", "a = \"x\\\"y\\n\\\\n\"")]
    [InlineData("a = \"\"\"x\"\"\"\"\"", "a = \"x\\\"\\\"\"")]
    [InlineData("a = \"\"\"\"\"\"", "a = \"\"")]
    public void Reads_texts_quoted_unquoted_and_joined(string text, string meaning) =>
        Assert.Equal(meaning, Hocon.Meaning(text));

    [Theory]
    [InlineData("a = 1\na = 2", "a = 2")]
    [InlineData("a { b = 1 }\na { c = 2 }", "a.b = 1; a.c = 2")]
    [InlineData("a { b { c = 1 } }\na.b.d = 2", "a.b.c = 1; a.b.d = 2")]
    [InlineData("a { b = 1 }\na = null\na { c = 2 }", "a.c = 2")]
    [InlineData("a { b = 1 }\na = x", "a = x")]
    [InlineData("a = [1]\na = [2]", "a = [2]")]
    public void The_later_of_two_equal_keys_wins_and_objects_merge(string text, string meaning) =>
        Assert.Equal(meaning, Hocon.Meaning(text));

    [Fact]
    public void Keeps_the_place_of_a_value_after_a_text_of_several_lines()
    {
        var entry = ConfigurationFactory.ParseString("a = \"\"\"x\ny\"\"\"\n  b = 1", "t").Entries.Last();

        Assert.Equal(new ConfigEntry("b", "1", new ConfigOrigin("t", 3, 7)), entry);
    }
}
