using System.Text.RegularExpressions;

namespace Broker.Tidy.Tests;

/// <summary>Packages: each has a page in docs/decisions that says why it is here.</summary>
internal static partial class PackageChecks
{
    /// <summary>Packages that no page names in backticks.</summary>
    public static IEnumerable<string> Undecided(SourceFile versions, IReadOnlyList<SourceFile> decisions) =>
        from Match match in PackageVersion().Matches(versions.Text)
        let name = match.Groups[1].Value
        where !decisions.Any(page => page.Text.Contains($"`{name}`", StringComparison.Ordinal))
        select $"{versions.Path}:{versions.LineAt(match.Index)}: {name} is in no page of docs/decisions";

    [GeneratedRegex("<PackageVersion\\s+Include=\"([^\"]+)\"")]
    private static partial Regex PackageVersion();
}
