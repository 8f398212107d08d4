using System.Text.RegularExpressions;

namespace Broker.Tidy.Tests;

/// <summary>
/// Which project may reference which. Directory.Build.targets adds Akka.NET.
/// </summary>
internal static partial class DependencyChecks
{
    // Gateways never see each other's code: Broker.Gateway is also the process, and its Hosting folder alone
    // names the others (a banned text elsewhere).
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Broker.Actors"] = [],
        ["Broker.Cluster"] = ["Broker.Actors"],
        ["Broker.Persistence"] = ["Broker.Actors"],
        ["Broker.Sockets"] = ["Broker.Actors"],
        ["Broker.Tcp"] = ["Broker.Actors", "Broker.Sockets"],
        ["Broker.Gateway"] =
            ["Broker.Actors", "Broker.Cluster", "Broker.Persistence", "Broker.Sockets", "Broker.Tcp"],
    };

    /// <summary>References of product projects that are on no arrow of the design.</summary>
    public static IEnumerable<string> ForbiddenReferences(IEnumerable<SourceFile> projects) =>
        from project in projects
        where project.IsIn("src")
        from target in References(project)
        where !Allowed.TryGetValue(project.Name, out var allowed) || !allowed.Contains(target)
        select $"{project.Path}: {project.Name} may not know {target}";

    /// <summary>Specs that build on other specs: what two of them share is a kit.</summary>
    public static IEnumerable<string> SpecsOnSpecs(IEnumerable<SourceFile> projects) =>
        from project in projects
        from target in References(project)
        where target.EndsWith(".Tests", StringComparison.Ordinal)
        select $"{project.Path}: {target} is for its own specs only";

    /// <summary>Projects that the solution does not contain: nothing builds or tests them.</summary>
    public static IEnumerable<string> OutsideTheSolution(
        SourceFile solution, IEnumerable<SourceFile> projects) =>
        from project in projects
        where !solution.Text.Contains($"\"{project.Path.Replace('/', '\\')}\"", StringComparison.Ordinal)
        select $"{project.Path} is not in {solution.Path}";

    /// <summary>Versions outside Directory.Packages.props.</summary>
    public static IEnumerable<string> LocalVersions(IEnumerable<SourceFile> projects) =>
        from project in projects
        from Match match in PackageVersion().Matches(project.Text)
        select $"{project.Path}:{project.LineAt(match.Index)}: {match.Value}";

    private static IEnumerable<string> References(SourceFile project) =>
        from Match match in ProjectReference().Matches(project.Text)
        select Path.GetFileNameWithoutExtension(match.Groups[1].Value.Replace('\\', '/'));

    [GeneratedRegex("<ProjectReference\\s+Include=\"([^\"]+)\"")]
    private static partial Regex ProjectReference();

    [GeneratedRegex("<PackageReference\\b[^>]*\\bVersion(Override)?=\"[^\"]*\"")]
    private static partial Regex PackageVersion();
}
