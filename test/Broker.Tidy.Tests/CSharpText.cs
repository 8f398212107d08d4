namespace Broker.Tidy.Tests;

/// <summary>
/// C# with the characters of comments and literals replaced by blanks, so that a word in a text is not taken
/// for code. It knows comments, characters, and plain, verbatim, raw and interpolated strings.
/// </summary>
internal sealed class CSharpText
{
    private readonly string _text;
    private readonly char[] _code, _codeAndComments;
    private int _at;

    private CSharpText(string text) =>
        (_text, _code, _codeAndComments) = (text, text.ToCharArray(), text.ToCharArray());

    public string Code => new(_code);

    public string CodeAndComments => new(_codeAndComments);

    public static CSharpText Blank(string text)
    {
        var result = new CSharpText(text);
        result.SkipCode(untilBrace: false);
        return result;
    }

    // With untilBrace it is the hole of an interpolated string, and ends at the brace that closes it.
    private void SkipCode(bool untilBrace)
    {
        for (var depth = 0; _at < _text.Length;)
        {
            if (Follows("//")) SkipTo(_text.IndexOf('\n', _at), isComment: true);
            else if (Follows("/*")) SkipTo(CommentEnd(), isComment: true);
            else if (_text[_at] == '\'') SkipCharacter();
            else if (StringStart() is { } prefix) SkipString(prefix);
            else if (_text[_at] == '}' && untilBrace && depth == 0) return;
            else depth += _text[_at++] switch { '{' => 1, '}' => -1, _ => 0 };
        }
    }

    private int CommentEnd() => _text.IndexOf("*/", _at + 2, StringComparison.Ordinal) + 2;

    private void SkipCharacter()
    {
        _at++;
        if (Follows("\\")) Erase(2);
        while (_at < _text.Length && _text[_at] != '\'') Erase(1);
        _at++;
    }

    /// <summary>The $ and @ before a string that begins here, or null when none does.</summary>
    private string? StringStart()
    {
        var end = _at;
        while (end < _text.Length && _text[end] is '$' or '@') end++;
        return end < _text.Length && _text[end] == '"' ? _text[_at..end] : null;
    }

    private void SkipString(string prefix)
    {
        _at += prefix.Length;
        var quotes = _text.AsSpan(_at).IndexOfAnyExcept('"') is >= 0 and var run ? run : _text.Length - _at;
        var holes = prefix.Count(c => c == '$');
        if (quotes >= 3) SkipBody(new string('"', quotes), holes, isVerbatim: true);
        else SkipBody("\"", holes, isVerbatim: prefix.Contains('@'));
    }

    private void SkipBody(string quote, int holes, bool isVerbatim)
    {
        for (_at += quote.Length; _at < _text.Length && !IsEnd(quote, isVerbatim);)
        {
            if (_text[_at] == '\\' && !isVerbatim) Erase(2);
            else if (quote.Length == 1 && isVerbatim && Follows("\"\"")) Erase(2);
            else if (quote.Length == 1 && holes > 0 && Follows("{{")) Erase(2);
            else if (holes > 0 && Follows(new string('{', holes))) SkipHole(holes);
            else Erase(1);
        }

        _at = Math.Min(_at + quote.Length, _text.Length);
    }

    private bool IsEnd(string quote, bool isVerbatim) =>
        Follows(quote) && !(quote.Length == 1 && isVerbatim && Follows("\"\""));

    private void SkipHole(int braces)
    {
        _at += braces;
        SkipCode(untilBrace: true);
        _at = Math.Min(_at + braces, _text.Length);
    }

    private void SkipTo(int end, bool isComment)
    {
        if (end < _at) end = _text.Length;
        while (_at < end) Erase(1, isComment);
    }

    private void Erase(int count, bool isComment = false)
    {
        for (var end = Math.Min(_at + count, _text.Length); _at < end; _at++)
        {
            if (_text[_at] == '\n') continue;

            _code[_at] = ' ';
            if (!isComment) _codeAndComments[_at] = ' ';
        }
    }

    private bool Follows(string word) => string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0;
}
