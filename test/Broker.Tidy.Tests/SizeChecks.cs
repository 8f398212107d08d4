using System.Text.RegularExpressions;

namespace Broker.Tidy.Tests;

/// <summary>How long files, lines and methods may be.</summary>
internal static partial class SizeChecks
{
    public const int FileLinesMax = 250;
    public const int LineColumnsMax = 110;
    public const int MethodLinesMax = 40;

    public static IEnumerable<string> LongFiles(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Lines.Length > FileLinesMax
        select $"{file.Path}: {file.Lines.Length} lines";

    public static IEnumerable<string> LongLines(IEnumerable<SourceFile> files) =>
        from file in files
        from line in file.Lines.Index()
        where line.Item.Length > LineColumnsMax
        select $"{file.Path}:{line.Index + 1}: {line.Item.Length} columns";

    /// <summary>
    /// A heuristic, not a parser: what opens a brace directly inside a type, or ends with a semicolon after
    /// an arrow there, is a member; its lines count from its first word to its last character.
    /// </summary>
    public static IEnumerable<string> LongMethods(IEnumerable<SourceFile> files) =>
        files.SelectMany(LongMethods);

    private static IEnumerable<string> LongMethods(SourceFile file)
    {
        var code = file.Code;
        var (start, depth) = (0, new Stack<bool>());
        for (var i = 0; i < code.Length; i++)
        {
            var isInType = depth.Count == 0 || depth.Peek();
            if (code[i] == '{') depth.Push(isInType && TypeHeader().IsMatch(code.AsSpan(start, i - start)));
            if (code[i] == '}' && depth.Count > 0) depth.Pop();

            var isMemberEnd = (depth.Count == 0 || depth.Peek())
                && (code[i] == ';' || (code[i] == '}' && !IsExpression(code.AsSpan(start, i - start))));
            if (isMemberEnd && Lines(code, start, i) > MethodLinesMax && IsMethod(code[start..i]))
            {
                yield return $"{file.Path}:{FirstLine(file, start)}: method of {Lines(code, start, i)} lines";
            }

            var isTypeOpening = code[i] == '{' && depth.Peek();
            if (isMemberEnd || isTypeOpening) start = i + 1;
        }
    }

    // After an = or => only a semicolon ends a member, and nothing does inside parentheses: the braces there
    // are part of an expression.
    private static bool IsExpression(ReadOnlySpan<char> member)
    {
        var parentheses = 0;
        foreach (var c in member)
        {
            if (c == '{' && parentheses == 0) return false;
            if (c == '=' && parentheses == 0) return !member.Contains(" operator ", StringComparison.Ordinal);
            parentheses += c switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
        }

        return parentheses > 0;
    }

    private static bool IsMethod(string member) => MethodHeader().IsMatch(Attributes().Replace(member, ""));

    // Attributes do not count: a table of test data above a spec is not part of what it does.
    private static int Lines(string code, int start, int end) =>
        Attributes().Replace(code[start..(end + 1)], "").Trim().Count(c => c == '\n') + 1;

    private static int FirstLine(SourceFile file, int start) =>
        file.LineAt(start + file.Code[start..].TakeWhile(char.IsWhiteSpace).Count());

    [GeneratedRegex(@"\b(class|struct|interface|enum|record)\s+(?!where\b)\w+[^;]*$")]
    private static partial Regex TypeHeader();

    [GeneratedRegex(@"^(\s*\[(?>[^\[\]]|(?<open>\[)|(?<-open>\]))*(?(open)(?!))\])+")]
    private static partial Regex Attributes();

    // A parameter list and then a body; a field with a long table of values is no method.
    [GeneratedRegex(@"^[^={;]*[\w>]\s*\([^{;]*\)[^{;=]*(\{|=>)|\b(get|set|init)\b\s*(\{|=>)")]
    private static partial Regex MethodHeader();
}
