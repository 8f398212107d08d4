using System.Text.RegularExpressions;
using Broker.Actors.Configuration;

namespace Broker.Tidy.Tests;

/// <summary>
/// Settings: each key is read, explained where its default is, and in the README if it is a limit.
/// </summary>
internal static partial class SettingChecks
{
    private static readonly string[] LimitEndings =
        ["-max", "-timeout", "-interval", "-window", "-gap", "-age", "-lifetime"];

    /// <summary>
    /// Keys whose last element is a literal in no <c>XxxSettings.cs</c>. Sections may be read by one class
    /// for several keys, so the rest of the path is not compared. Akka.NET reads what is below <c>akka</c>.
    /// </summary>
    public static IEnumerable<string> UnreadKeys(SourceFile reference, IEnumerable<SourceFile> code)
    {
        var settings = code.Where(file => file.Name.EndsWith("Settings", StringComparison.Ordinal)).ToList();
        return from entry in Entries(reference)
               where !entry.Path.StartsWith("akka.", StringComparison.Ordinal)
               let literal = $"\"{Last(entry.Path)}\""
               where !settings.Any(file => file.Text.Contains(literal, StringComparison.Ordinal))
               select $"{entry.Origin}: {entry.Path} is read nowhere";
    }

    /// <summary>
    /// Keys without a comment on the line above. In a list of alike sections (<c>kinds.a</c>, <c>kinds.b</c>)
    /// the first one explains for all.
    /// </summary>
    public static IEnumerable<string> UnexplainedKeys(SourceFile reference)
    {
        var explained = new HashSet<string>();
        foreach (var (path, _, origin) in Entries(reference))
        {
            var alike = AlikePath(path);
            if (IsCommented(reference.Lines, origin.Line)) explained.Add(alike);
            else if (!explained.Contains(alike)) yield return $"{origin}: {path} is not explained";
        }
    }

    /// <summary>Keys with the name of a limit that no table row of the README has in backticks.</summary>
    public static IEnumerable<string> UnlistedLimits(SourceFile reference, SourceFile readme)
    {
        var listed = readme.Lines
            .Where(line => line.StartsWith('|'))
            .SelectMany(line => Backticks().Matches(line))
            .Select(match => match.Groups[1].Value)
            .ToList();
        return from entry in Entries(reference)
               where LimitEndings.Any(ending => entry.Path.EndsWith(ending, StringComparison.Ordinal))
               where !listed.Any(name => IsNameOf(name, entry.Path))
               select $"{entry.Origin}: {entry.Path} is not in the README's table";
    }

    private static IEnumerable<SettingEntry> Entries(SourceFile reference) =>
        LayeredConfig.Empty.With(reference.Text, reference.Path).Entries;

    // The README may shorten a path from the left and write * for the name of one of several sections.
    private static bool IsNameOf(string name, string path)
    {
        var (names, elements) = (name.Split('.'), path.Split('.'));
        var pairs = names.Zip(elements.TakeLast(names.Length));
        return names.Length <= elements.Length
            && pairs.All(pair => pair.First is "*" || pair.First == pair.Second);
    }

    private static bool IsCommented(string[] lines, int line) =>
        line >= 2 && lines[line - 2].TrimStart() is ['#', ..] or ['/', '/', ..];

    private static string AlikePath(string path) => path.Split('.') is [.. var outer, _, var last]
        ? $"{string.Join('.', outer)}.*.{last}"
        : path;

    private static string Last(string path) => path.Split('.')[^1].Trim('"');

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backticks();
}
