using System.Text.RegularExpressions;

namespace Broker.Actors.Configuration;

/// <summary>
/// What Akka.NET's HOCON tokenizer takes for one token, each to be matched at a place of a text. Where that
/// tokenizer forgives (an open quote, an unknown escape, <c>${?key}</c>), nothing matches here.
/// </summary>
internal static partial class HoconTokens
{
    // One character of an unquoted text: not reserved, not white space, not the start of a comment.
    private const string Plain = """(?!//)[^$"{}\[\]:=,#`^?!@*&\\\s]""";
    private const string Quoted = """(?!"{3})"(?:[^"\\\n]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*" """;
    private const string TripleQuoted = "\"{3}.*?\"{3}";
    private const string Reference = """\$\{(?<reference>[A-Za-z0-9_.-]+)\}""";

    /// <summary>White space and comments.</summary>
    [GeneratedRegex("""\G(?:\s|(?:#|//)[^\n]*)*""")]
    public static partial Regex Blanks();

    [GeneratedRegex("""\G(?:"(?<key>[^"\\\n]*)"|(?<key>(?:(?>[ \t]*)(?!\.)""" + Plain + ")+))")]
    public static partial Regex Key();

    /// <summary>The mark between a key and its value, which begins on the same line.</summary>
    [GeneratedRegex("""\G[=:][ \t]*""")]
    public static partial Regex Assignment();

    /// <summary>A value that is neither list nor section: texts and references side by side.</summary>
    [GeneratedRegex(
        $"(?x)\\G(?>{TripleQuoted}|{Quoted}|{Reference}|{Plain}|[\\x20\\t])+", RegexOptions.Singleline)]
    public static partial Regex Text();
}
