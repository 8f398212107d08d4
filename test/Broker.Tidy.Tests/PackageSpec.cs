namespace Broker.Tidy.Tests;

public class PackageSpec
{
    [Fact]
    public void Every_package_has_a_decision() =>
        Tidy.AssertNone(PackageChecks.Undecided(
            Repository.File("Directory.Packages.props"), Repository.Files("docs/decisions", ".md")));

    [Theory]
    [InlineData("We use `Some.Package`.", 0)]
    [InlineData("We use `Some.Package.Other`.", 1)]
    [InlineData("We use Some.Package.", 1)]
    public void A_package_without_a_decision_is_found(string page, int found)
    {
        var versions = new SourceFile("p.props", "<PackageVersion Include=\"Some.Package\" Version=\"1\" />");

        Assert.Equal(found, PackageChecks.Undecided(versions, [new SourceFile("1.md", page)]).Count());
    }

    [Fact]
    public void There_are_packages_to_decide_on() =>
        Assert.NotEmpty(PackageChecks.Undecided(Repository.File("Directory.Packages.props"), []));
}
