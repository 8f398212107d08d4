using System.Buffers;
using System.Globalization;
using System.Text;

namespace Broker.Hocon;

/// <summary>
/// Cuts a text into tokens with their places. White space and line ends are tokens too: the first is part
/// of concatenated values, the second separates fields. Comments are dropped.
/// </summary>
internal sealed class Lexer
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly string _text, _file;
    private readonly List<Token> _tokens = [];
    private int _at, _line = 1, _lineStart;

    private Lexer(string text, string file) => (_text, _file) = (text, file);

    public static List<Token> Read(string text, string file)
    {
        var lexer = new Lexer(text, file);
        while (lexer._at < text.Length) lexer.ReadOne();
        lexer._tokens.Add(new Token(TokenKind.End, "", lexer.Here()));
        return lexer._tokens;
    }

    private void ReadOne()
    {
        var c = _text[_at];
        if (c == '\n') ReadNewLine();
        else if (IsBlank(c)) ReadWhile(TokenKind.Blank, next => next != '\n' && IsBlank(next));
        else if (c == '#' || Follows("//")) _at = LineEnd();
        else if (c == '"') ReadString();
        else if (Follows("${?")) Take(TokenKind.OptionalSubstitution, 3);
        else if (Follows("${")) Take(TokenKind.Substitution, 2);
        else if (Follows("+=")) Take(TokenKind.PlusEqual, 2);
        else if (Punctuation(c) is { } kind) Take(kind, 1);
        else if (IsReserved(c)) throw Error(Here(), $"'{c}' must stand inside quotes");
        else ReadUnquoted();
    }

    private void ReadNewLine()
    {
        Take(TokenKind.NewLine, 1);
        StartLine();
    }

    private void ReadUnquoted()
    {
        var isNumber = char.IsAsciiDigit(_text[_at]) || _text[_at] == '-';
        var end = _at;
        while (end < _text.Length && IsUnquoted(end, isNumber)) end++;
        Take(TokenKind.Unquoted, end - _at);
    }

    // A plus is reserved, but JSON writes numbers like 1e+3.
    private bool IsUnquoted(int at, bool isNumber) =>
        _text[at] == '+' ? isNumber && _text[at - 1] is 'e' or 'E' && !FollowsAt(at, "+=")
        : !IsReserved(_text[at]) && Punctuation(_text[at]) is null && !IsBlank(_text[at])
            && _text[at] != '#' && _text[at] != '"' && !FollowsAt(at, "//");

    private void ReadString()
    {
        var start = Here();
        var text = Follows("\"\"\"") ? ReadRaw(start) : ReadEscaped(start);
        _tokens.Add(new Token(TokenKind.Quoted, text, start));
    }

    // Of a longer run of closing quotes the last three close; the others belong to the string.
    private string ReadRaw(ConfigOrigin start)
    {
        var begin = _at + 3;
        var end = _text.IndexOf("\"\"\"", begin, StringComparison.Ordinal);
        if (end < 0) throw Error(start, "this string is not closed: expected \"\"\"");

        while (FollowsAt(end + 1, "\"\"\"")) end++;
        for (_at = begin; _at < end;)
        {
            if (_text[_at++] == '\n') StartLine();
        }

        _at = end + 3;
        return _text[begin..end];
    }

    private string ReadEscaped(ConfigOrigin start)
    {
        var result = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '\n'; _at++)
        {
            if (_text[_at] == '"') { _at++; return result.ToString(); }
            if (_text[_at] == '\\') result.Append(ReadEscape());
            else if (_text[_at] >= ' ' || _text[_at] == '\r') result.Append(_text[_at]);
            else throw Error(Here(), $"a control character must be written \\u{(int)_text[_at]:x4}");
        }

        throw Error(start, "this string is not closed: expected '\"' before the end of the line");
    }

    // Leaves the position on the last character of the escape.
    private char ReadEscape()
    {
        var start = Here();
        var c = ++_at < _text.Length ? _text[_at] : '\n';
        if (c == 'u') return ReadCodeUnit(start);

        const string Names = "\"\\/bfnrt", Meanings = "\"\\/\b\f\n\r\t";
        var index = Names.IndexOf(c, StringComparison.Ordinal);
        return index >= 0
            ? Meanings[index]
            : throw Error(start, "expected an escape: one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
    }

    private char ReadCodeUnit(ConfigOrigin start)
    {
        var digits = _text.AsSpan(Math.Min(_at + 1, _text.Length));
        if (digits.Length < 4 || digits[..4].ContainsAnyExcept(HexDigits))
        {
            throw Error(start, "expected four hexadecimal digits after \\u");
        }

        _at += 4;
        return (char)ushort.Parse(digits[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private void ReadWhile(TokenKind kind, Func<char, bool> belongs)
    {
        var end = _at;
        while (end < _text.Length && belongs(_text[end])) end++;
        Take(kind, end - _at);
    }

    private void Take(TokenKind kind, int length)
    {
        _tokens.Add(new Token(kind, _text.Substring(_at, length), Here()));
        _at += length;
    }

    private void StartLine() => (_line, _lineStart) = (_line + 1, _at);

    private int LineEnd() => _text.IndexOf('\n', _at) is >= 0 and var end ? end : _text.Length;

    private bool Follows(string word) => FollowsAt(_at, word);

    private bool FollowsAt(int at, string word) =>
        string.CompareOrdinal(_text, at, word, 0, word.Length) == 0;

    private ConfigOrigin Here() => new(_file, _line, _at - _lineStart + 1);

    private static TokenKind? Punctuation(char c) => c switch
    {
        '{' => TokenKind.ObjectOpen,
        '}' => TokenKind.ObjectClose,
        '[' => TokenKind.ListOpen,
        ']' => TokenKind.ListClose,
        ',' => TokenKind.Comma,
        ':' => TokenKind.Colon,
        '=' => TokenKind.Equal,
        _ => null,
    };

    private static bool IsReserved(char c) => "$+`^?!@*&\\".Contains(c, StringComparison.Ordinal);

    // HOCON's white space: Unicode's separators, ASCII's control blanks, and a stray byte order mark.
    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is (>= '\x1c' and <= '\x1f') or '\ufeff';

    private static ConfigurationException Error(ConfigOrigin origin, string problem) =>
        new(origin, problem);
}
