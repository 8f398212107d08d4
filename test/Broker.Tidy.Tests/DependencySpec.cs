namespace Broker.Tidy.Tests;

public class DependencySpec
{
    private static readonly IReadOnlyList<SourceFile> Projects = Repository.Files("", ".csproj");

    [Fact]
    public void Projects_know_only_what_the_design_says() =>
        Tidy.AssertNone(DependencyChecks.ForbiddenReferences(Projects));

    [Fact]
    public void Specs_do_not_build_on_other_specs() =>
        Tidy.AssertNone(DependencyChecks.SpecsOnSpecs(Projects));

    [Fact]
    public void The_solution_has_every_project() =>
        Tidy.AssertNone(DependencyChecks.OutsideTheSolution(Repository.File("Broker.sln"), Projects));

    [Fact]
    public void Versions_stand_in_one_file() => Tidy.AssertNone(DependencyChecks.LocalVersions(Projects));

    [Theory]
    [InlineData("src/Broker.Actors/Broker.Actors.csproj", "../Broker.Gateway/Broker.Gateway.csproj")]
    [InlineData("src/Broker.Actors/Broker.Actors.csproj", "..\\Broker.Tcp\\Broker.Tcp.csproj")]
    [InlineData("src/Broker.Tcp/Broker.Tcp.csproj", "../Broker.Gateway/Broker.Gateway.csproj")]
    [InlineData("src/Broker.Unknown/Broker.Unknown.csproj", "../Broker.Actors/Broker.Actors.csproj")]
    public void An_arrow_in_the_wrong_direction_is_found(string path, string target) =>
        Assert.Single(DependencyChecks.ForbiddenReferences([Reference(path, target)]));

    [Fact]
    public void An_arrow_in_the_right_direction_is_not() =>
        Assert.Empty(DependencyChecks.ForbiddenReferences(
            [Reference("src/Broker.Tcp/Broker.Tcp.csproj", "../Broker.Actors/Broker.Actors.csproj")]));

    [Fact]
    public void Specs_on_specs_are_found() =>
        Assert.Single(DependencyChecks.SpecsOnSpecs(
            [Reference("test/A.Tests/A.Tests.csproj", "../B.Tests/B.Tests.csproj")]));

    [Theory]
    [InlineData("test\\A\\A.csproj", 0)]
    [InlineData("benchmarks\\test\\A\\A.csproj", 1)]
    [InlineData("test\\A\\A.csprojx", 1)]
    public void A_project_outside_the_solution_is_found(string entry, int found)
    {
        var solution = new SourceFile("B.sln", $"Project(\"{{id}}\") = \"A\", \"{entry}\", \"{{id}}\"");

        Assert.Equal(found, DependencyChecks.OutsideTheSolution(
            solution, [new SourceFile("test/A/A.csproj", "")]).Count());
    }

    [Fact]
    public void A_version_in_a_project_is_found() =>
        Assert.Single(DependencyChecks.LocalVersions(
            [new SourceFile("src/A/A.csproj", "<PackageReference Include=\"B\" Version=\"1.0\" />")]));

    private static SourceFile Reference(string path, string target) =>
        new(path, $"<ItemGroup><ProjectReference Include=\"{target}\" /></ItemGroup>");
}
