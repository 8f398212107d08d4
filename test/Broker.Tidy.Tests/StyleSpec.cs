namespace Broker.Tidy.Tests;

public class StyleSpec
{
    private static readonly SourceFile Page = Repository.File("docs/style.md");

    [Fact]
    public void Every_check_in_the_style_page_exists() =>
        Tidy.AssertNone(StyleChecks.UnknownSpecs(Page, StyleChecks.TreeSpecs()));

    [Fact]
    public void Every_check_is_in_the_style_page() =>
        Tidy.AssertNone(StyleChecks.UnlistedSpecs(Page, StyleChecks.TreeSpecs()));

    [Fact]
    public void Every_rule_in_the_style_page_has_a_check() =>
        Tidy.AssertNone(StyleChecks.RulesWithoutCheck(Page));

    [Fact]
    public void There_are_checks_to_list() =>
        Assert.Contains("SizeSpec.Files_have_at_most_250_lines", StyleChecks.TreeSpecs());

    [Fact]
    public void An_unknown_check_is_found() =>
        Assert.Single(StyleChecks.UnknownSpecs(Sample("| rule | `ASpec.B`, `ASpec.C` |"), ["ASpec.B"]));

    [Fact]
    public void An_unlisted_check_is_found() =>
        Assert.Single(StyleChecks.UnlistedSpecs(Sample("| rule | `ASpec.B` |"), ["ASpec.B", "ASpec.C"]));

    [Fact]
    public void A_rule_without_a_check_is_found() =>
        Assert.Single(StyleChecks.RulesWithoutCheck(
            Sample("| rule | check |\n| --- | --- |\n| be nice | |\n| a | b |")));

    private static SourceFile Sample(string text) => new("style.md", text);
}
