using System.Text;
using Broker.Actors.Configuration;

namespace Broker.Gateway.Configuration;

/// <summary>
/// What <c>--check-config</c> prints: HOCON that has the same effect, each line with its origin.
/// </summary>
internal static class EffectiveSettings
{
    // Recognised by name, so that a key which is added later is not printed because a list was forgotten.
    private static readonly string[] SecretEndings =
        ["secret", "secrets", "token", "keys", "password", "postgres"];

    /// <summary>Sorted lines <c>key = value  # origin</c>; of a secret only whether it is set.</summary>
    public static string Render(LayeredConfig config)
    {
        var text = new StringBuilder();
        foreach (var entry in config.Entries.OrderBy(entry => entry.Path, StringComparer.Ordinal))
            text.Append(Line(entry)).Append('\n');
        return text.ToString();
    }

    private static string Line(SettingEntry entry)
    {
        if (!IsSecret(entry.Path)) return $"{entry}  # {entry.Origin}";

        var isSet = entry.Value is not ("\"\"" or "[]" or "null");
        return $"# {entry.Path} is {(isSet ? "set" : "not set")}  # {entry.Origin}";
    }

    private static bool IsSecret(string path) =>
        SecretEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
