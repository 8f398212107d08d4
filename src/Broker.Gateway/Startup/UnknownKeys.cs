using Broker.Hocon;

namespace Broker.Gateway.Startup;

/// <summary>
/// Finds keys that nothing reads. A mistyped limit is no limit, so it is an error and not a warning.
/// </summary>
internal static class UnknownKeys
{
    private const string Kinds = "broker.channel.kinds";
    private const string DefaultKind = "default";

    /// <summary>One line for each, with its place and the key that was probably meant.</summary>
    public static IReadOnlyList<string> In(Config config, Config reference)
    {
        var known = Paths(reference);
        // Kinds have names of the user's choice; what is below a name is what the default kind has.
        var inKind = Paths(reference.GetConfig($"{Kinds}.{DefaultKind}"));
        return [
            .. Problems(config.Entries.Where(entry => !IsBelow(entry.Path, Kinds)), known, prefix: ""),
            .. from kind in config.HasPath(Kinds) ? SectionsOf(config, Kinds) : []
               from problem in Problems(kind.Value.Entries, inKind, $"{Kinds}.{Quoted(kind.Key)}.")
               select problem,
        ];
    }

    private static IEnumerable<string> Problems(
        IEnumerable<ConfigEntry> entries, IReadOnlyList<string> known, string prefix)
    {
        foreach (var entry in entries.OrderBy(entry => entry.Path, StringComparer.Ordinal))
        {
            if (known.Contains(entry.Path)) continue;
            if (!known.Any(path => IsBelow(path, entry.Path)))
                yield return Problem(entry, $"there is no such key{Suggestion(entry.Path)}");
            else if (entry.Value != "{}")
                yield return Problem(entry, "is a section, not a value");
        }

        string Problem(ConfigEntry entry, string problem) =>
            $"{entry.Origin}: {prefix}{entry.Path}: {problem}";

        string Suggestion(string path) =>
            NearestText.To(path, known) is { } nearest ? $"; did you mean {prefix}{nearest}?" : "";
    }

    // A value where the section should be is the reader's error to report.
    private static IEnumerable<KeyValuePair<string, Config>> SectionsOf(Config config, string path) =>
        config.Entries.Any(entry => entry.Path == path) ? [] : config.GetConfig(path).Sections;

    private static IReadOnlyList<string> Paths(Config config) =>
        [.. config.Entries.Select(entry => entry.Path)];

    private static bool IsBelow(string path, string section) =>
        path.Length > section.Length
        && path.StartsWith(section, StringComparison.Ordinal)
        && path[section.Length] == '.';

    private static string Quoted(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? name : $"\"{name}\"";
}
