using System.Text.RegularExpressions;

namespace Broker.Tidy.Tests;

/// <summary>Links between the documents and to the code. Addresses on the web are not looked at.</summary>
internal static partial class LinkChecks
{
    /// <summary>Relative links whose file or folder does not exist below <paramref name="root"/>.</summary>
    public static IEnumerable<string> Broken(IEnumerable<SourceFile> documents, string root) =>
        from document in documents
        let text = Code().Replace(document.Text, match => Blank(match.Value))
        from Match link in Link().Matches(text)
        let target = Uri.UnescapeDataString(link.Groups["target"].Value.Split('#')[0])
        where target.Length > 0 && !IsOnTheWeb(target) && !Exists(root, document.Path, target)
        select $"{document.Path}:{document.LineAt(link.Index)}: {link.Groups["target"].Value}";

    private static bool IsOnTheWeb(string target) => Scheme().IsMatch(target);

    private static bool Exists(string root, string from, string target)
    {
        var start = target.StartsWith('/') ? root : Path.Combine(root, Path.GetDirectoryName(from) ?? "");
        return Path.Exists(Path.GetFullPath(Path.Combine(start, target.TrimStart('/'))));
    }

    private static string Blank(string text) => new([.. text.Select(c => c == '\n' ? '\n' : ' ')]);

    [GeneratedRegex("(?<fence>```|~~~)[\\s\\S]*?\\k<fence>|`[^`\\n]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(\s*<?(?<target>[^)\s>]+)>?(\s+""[^""]*"")?\s*\)|^\[[^\]]+\]:\s*(?<target>\S+)",
        RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9+.-]*:")]
    private static partial Regex Scheme();
}
