using Akka.Configuration;
using Broker.Actors.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Actors.Tests.Configuration;

public class HoconPositionsSpec
{
    // Long enough to hold every kind of token, short enough that a cut or a change often hits something.
    private const string Sample =
        "a { b.c = 1, \"d e\" : [x, ${a.b.c}, [1]] } // c\n" +
        "list = \"\\u0041\"\nlist = \"\"\"r\"\"\"\ng = ${a.b.c} 10 s\n{ x { y = no }}\nz = 1e-3 y, e {}";

    private const string Pieces = "{}[]:=,+#$?\"\\/.&@ \n\r\tai1-\u00a0\ud800";

    [Theory]
    [InlineData("", "")]
    [InlineData(" \n\t # only a comment", "")]
    [InlineData("a = 1", "a 1:5")]
    [InlineData("a : 1", "a 1:5")]
    [InlineData("{ a = 1 }", "a 1:7")]
    [InlineData("\n{ a = 1 }\n # end", "a 2:7")]
    [InlineData("{\"a\":{\"b\":[1,true,\"x\"]},\"c\":1}", "a.b 1:11; c 1:29")]
    [InlineData("a = 1\r\nb = 2\r\n", "a 1:5; b 2:5")]
    [InlineData("a = 1, b = 2,", "a 1:5; b 1:12")]
    [InlineData("a = 1\n,\nb = 2", "a 1:5; b 3:5")]
    [InlineData("a = 1 // c\nb = 2 # d\n#e\n//f", "a 1:5; b 2:5")]
    [InlineData("a { b = 1 }, c = 2", "a.b 1:9; c 1:18")]
    [InlineData("a\n{ b = 1 }", "a.b 2:7")]
    [InlineData("a {}", "a 1:3")]
    [InlineData("a.\"b.c\" . d = 1", "a.\"b.c\".d 1:15")]
    [InlineData("a b = x y # z", "\"a b\" 1:7")]
    [InlineData("a = [1\n, 2, # two\n 3,\n]\nb = 1", "a 1:5; b 5:5")]
    [InlineData("a = \"\"\"x\n\"y\"\"\"\nb = \"{ # //\"", "a 1:5; b 3:5")]
    [InlineData("a = 1\na = 2", "a 1:5; a 2:5")]
    public void Finds_every_value(string text, string places) => Assert.Equal(
        places,
        string.Join("; ", new HoconPositions(text, "t").Values.Select(
            value => $"{value.Path} {value.Origin.Line}:{value.Origin.Column}")));

    [Theory]
    [InlineData("{ a = 1", "1:1: '{' is not closed")]
    [InlineData("b = 1\na { c = 1", "2:3: '{' is not closed")]
    [InlineData("a = 1 }\nb = 2", "1:7: unexpected '}'")]
    [InlineData("a { b = 1 } }\nc = 2", "1:13: unexpected '}'")]
    [InlineData("{ a = 1 } b = 2", "1:11: unexpected 'b'")]
    [InlineData("a = 1\nb", "2:1: b has no value")]
    [InlineData("a\nb = 1", "1:1: a has no value")]
    [InlineData("a =", "1:1: a has no value")]
    [InlineData("a =\nb = 1", "1:1: a has no value")]
    [InlineData("a {\n  b = }\n", "2:3: a.b has no value")]
    [InlineData("a = 1,, b = 2", "1:7: unexpected ','")]
    [InlineData("a = 1 b = 2", "1:9: unexpected '='")]
    [InlineData("a = {b = 1} c", "1:13: unexpected 'c'")]
    [InlineData("a = 5 [1]", "1:7: unexpected '['")]
    [InlineData("a..b = 1", "1:3: unexpected '.'")]
    [InlineData("a. = 1", "1:4: unexpected '='")]
    [InlineData("a = [1", "1:5: '[' is not closed")]
    [InlineData("a = [1,,2]", "1:8: unexpected ','")]
    [InlineData("a = [1}", "1:7: unexpected '}'")]
    [InlineData("a = [{b = 1}]", "1:6: unexpected '{'")]
    [InlineData("a = \"x\nb\"", "1:1: a has no value")]
    [InlineData("a = x \"y", "1:7: unexpected '\"'")]
    [InlineData("a = \"\"\"x\n\"\"", "1:1: a has no value")]
    [InlineData("a = \"\\x\"", "1:1: a has no value")]
    [InlineData("a = x@y", "1:6: unexpected '@'")]
    [InlineData("a = http://x", "1:9: unexpected ':'")]
    [InlineData("a = ${?b}", "1:1: a has no value")]
    [InlineData("a = ${b", "1:1: a has no value")]
    [InlineData("include \"x\"", "1:1: include is not supported")]
    [InlineData("include file(\"x\")", "1:1: include is not supported")]
    public void Refuses_with_the_place_what_AkkaNET_would_misread(string text, string problem) =>
        Assert.StartsWith(
            $"t:{problem}",
            Assert.Throws<ConfigurationException>(() => new HoconPositions(text, "t")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("a = ", "[")]
    [InlineData("", "a{")]
    [InlineData("", "a.")]
    public void Refuses_what_is_nested_too_deep(string start, string opening) => Assert.Contains(
        "nested deeper than 64",
        Assert.Throws<ConfigurationException>(() => new HoconPositions(
            start + string.Concat(Enumerable.Repeat(opening, 10_000)) + "a = 1", "t")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void AkkaNET_reads_every_value_of_a_text_that_is_accepted_and_no_other()
    {
        var mutations =
            from at in Gen.Choose(0, Sample.Length - 1)
            from removed in Gen.Choose(0, Math.Min(5, Sample.Length - at))
            from inserted in Gen.Elements(Pieces.ToCharArray()).ListOf(2)
            select string.Concat(Sample.AsSpan(0, at), string.Concat(inserted), Sample.AsSpan(at + removed));
        var pieces = Gen.Elements(Pieces.ToCharArray()).ArrayOf().Select(chars => new string(chars));

        Assert.All(Enumerable.Range(0, Sample.Length), cut => Assert.True(IsReadOrRefused(Sample[..cut])));
        Prop.ForAll(mutations.ToArbitrary(), IsReadOrRefused).Check(Many);
        Prop.ForAll(pieces.ToArbitrary(), IsReadOrRefused).Check(Many);
    }

    private static FsCheck.Config Many => FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000);

    // Entries has a place for each leaf of Akka.NET's tree; any other exception fails the property.
    private static bool IsReadOrRefused(string text)
    {
        try
        {
            var paths = LayeredConfig.Empty.With(text, "t").Entries.Select(entry => entry.Path).ToHashSet();
            return new HoconPositions(text, "t").Values.All(value =>
                paths.Contains(value.Path) || paths.Any(path => IsAround(path, value.Path)));
        }
        catch (ConfigurationException e)
        {
            return e.Message.StartsWith("t:", StringComparison.Ordinal);
        }
    }

    // A value may be replaced by a section, or a section by a value, further down in the text.
    private static bool IsAround(string one, string other) =>
        one.StartsWith(other + '.', StringComparison.Ordinal)
        || other.StartsWith(one + '.', StringComparison.Ordinal);
}
