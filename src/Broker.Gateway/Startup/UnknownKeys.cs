using System.Text.RegularExpressions;
using Broker.Actors.Configuration;

namespace Broker.Gateway.Startup;

/// <summary>
/// Finds keys that nothing reads. A mistyped limit is no limit, so it is an error and not a warning.
/// </summary>
internal static partial class UnknownKeys
{
    private const string DefaultKind = "broker.channel.kinds.default";

    /// <summary>One line for each, with its place and the key that was probably meant.</summary>
    public static IReadOnlyList<string> In(LayeredConfig config, LayeredConfig reference)
    {
        var known = reference.Entries.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        return [
            .. from entry in config.Entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)
               where !known.Contains(entry.Path)
               let problem = Problem(entry, known)
               where problem is not null
               select $"{entry.Origin}: {entry.Path}: {problem}",
        ];
    }

    private static string? Problem(SettingEntry entry, HashSet<string> known)
    {
        // Kinds have names of the user's choice; what is below a name is what the default kind has.
        var name = KindName().Match(entry.Path).Value;
        var path = name.Length > 0 ? DefaultKind + entry.Path[name.Length..] : entry.Path;
        if (known.Contains(path)) return null;

        if (known.Any(key => key.StartsWith(path + '.', StringComparison.Ordinal)))
            return entry.Value == "{}" ? null : "is a section, not a value";
        return NearestText.To(path, known) is { } nearest
            ? $"there is no such key; did you mean {InKind(nearest, name)}?"
            : "there is no such key";
    }

    private static string InKind(string key, string name) =>
        name.Length > 0 && key.StartsWith(DefaultKind, StringComparison.Ordinal)
            ? name + key[DefaultKind.Length..]
            : key;

    [GeneratedRegex("""^broker\.channel\.kinds\.(?:"[^"]*"|[^."]+)""")]
    private static partial Regex KindName();
}
