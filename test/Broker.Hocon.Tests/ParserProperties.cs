using FsCheck;
using FsCheck.Fluent;

namespace Broker.Hocon.Tests;

public class ParserProperties
{
    // Long enough to hold every kind of token, short enough that a cut or a swap often hits something.
    private const string Sample =
        "a { b.c = 1, \"d e\" : [x, ${?a.b.c}, {f = null}] } // c\n" +
        "list += \"\\u0041\"\nlist += \"\"\"r\"\"\"\n" +
        "g = ${a} {h = 10 s}\ng = ${?g} { x = no }\ninclude \"/nowhere\"\nz = 1e+3 y";

    private const string Pieces = "{}[]:=,+#$?\"\\/.&@ \n\r\tai1-\u00a0\ud800";

    [Fact]
    public void What_is_rendered_reads_back_as_the_same_tree() =>
        Prop.ForAll(GeneratedTrees.Objects, tree =>
        {
            var rendered = new Config(tree).Render();
            Assert.Equal(rendered, ConfigurationFactory.ParseString(rendered).Render());
            Assert.Equal(Flat(tree), Flat(ConfigurationFactory.ParseString(rendered)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_tree_over_itself_is_itself() =>
        Prop.ForAll(GeneratedTrees.Objects, tree =>
        {
            var config = new Config(tree);
            Assert.Equal(config.Render(), config.WithFallback(config).Render());
            Assert.Equal(config.Render(), config.WithFallback(Config.Empty).Render());
            Assert.Equal(config.Render(), Config.Empty.WithFallback(config).Render());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_read_or_refused_with_a_place() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => IsReadOrRefused(text ?? "")).Check(Many);

    [Fact]
    public void Any_text_of_special_characters_is_read_or_refused_with_a_place() =>
        Prop.ForAll(
            Gen.Elements(Pieces.ToCharArray()).ArrayOf().Select(chars => new string(chars)).ToArbitrary(),
            IsReadOrRefused).Check(Many);

    [Fact]
    public void Any_mutation_of_a_good_text_is_read_or_refused_with_a_place()
    {
        var mutations =
            from at in Gen.Choose(0, Sample.Length - 1)
            from removed in Gen.Choose(0, Math.Min(5, Sample.Length - at))
            from inserted in Gen.Elements(Pieces.ToCharArray()).ListOf(2)
            select string.Concat(Sample.AsSpan(0, at), string.Concat(inserted), Sample.AsSpan(at + removed));

        Prop.ForAll(mutations.ToArbitrary(), IsReadOrRefused).Check(Many);
    }

    [Fact]
    public void A_good_text_cut_at_any_character_is_read_or_refused_with_a_place()
    {
        Assert.False(ConfigurationFactory.ParseString(Sample).IsEmpty);
        Assert.All(Enumerable.Range(0, Sample.Length), cut => Assert.True(IsReadOrRefused(Sample[..cut])));
    }

    private static FsCheck.Config Many => FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1000);

    // Anything but ConfigurationException passes through and fails the property.
    private static bool IsReadOrRefused(string text)
    {
        try
        {
            return ConfigurationFactory.ParseString(text, "t").Render() is not null;
        }
        catch (ConfigurationException e)
        {
            return e.File == "t" && e.Line > 0 && e.Column > 0;
        }
    }

    private static string Flat(Node.Object tree) => Flat(new Config(tree));

    private static string Flat(Config config) =>
        string.Join('\n', config.Entries.Select(entry => entry.ToString()).Order(StringComparer.Ordinal));
}
