namespace Broker.Tidy.Tests;

public class LinkSpec
{
    [Fact]
    public void Relative_links_lead_somewhere() =>
        Tidy.AssertNone(LinkChecks.Broken(Repository.Files("", ".md"), SourceTree.Root));

    [Theory]
    [InlineData("docs/a.md", "See [b](none.md).")]
    [InlineData("docs/a.md", "See [b](none.md#part \"title\").")]
    [InlineData("a.md", "![b](../none.png)")]
    [InlineData("a.md", "[b]: docs/none.md")]
    [InlineData("docs/a.md", "[b](Broker.sln)")]
    public void A_broken_link_is_found(string path, string text) =>
        Assert.Single(LinkChecks.Broken([new SourceFile(path, text)], SourceTree.Root));

    [Theory]
    [InlineData("docs/a.md", "[b](../Broker.sln)")]
    [InlineData("docs/a.md", "[b](/Broker.sln)")]
    [InlineData("a.md", "[b](src) [c](https://example.org/none) [d](#part) [e](mailto:a@b)")]
    [InlineData("a.md", "`[b](none)`\n```\n[b](none)\n```")]
    public void A_good_link_is_not(string path, string text) =>
        Assert.Empty(LinkChecks.Broken([new SourceFile(path, text)], SourceTree.Root));
}
