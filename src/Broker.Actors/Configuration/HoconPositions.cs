using Akka.Configuration;

namespace Broker.Actors.Configuration;

/// <summary>
/// Finds where each value of a HOCON text stands, which Akka.NET's parser does not keep. It refuses what
/// that parser misreads in silence: a missing brace, an open quote, a key without a value (decision 0002).
/// </summary>
internal sealed class HoconPositions
{
    private const int NestingMax = 64;
    private readonly string _text, _source;
    private readonly char[] _body;
    private readonly List<Value> _values = [];
    private readonly List<string> _references = [];
    private int _at;

    /// <exception cref="ConfigurationException">The text is not HOCON; the message has the place.</exception>
    public HoconPositions(string text, string source)
    {
        (_text, _source, _body) = (text, source, text.ToCharArray());
        SkipBlanks();
        var isBraced = Next == '{';
        if (isBraced) _body[_at] = ' ';
        ReadFields([], isBraced);
        if (isBraced) _body[_at - 1] = ' ';
        SkipBlanks();
        if (_at < _text.Length) throw Unexpected();
    }

    /// <summary>In the order of the text; a key that is set again is there again.</summary>
    public IReadOnlyList<Value> Values => _values;

    /// <summary>
    /// The text for Akka.NET's parser: without braces around it, with line ends for commas that it refuses.
    /// </summary>
    public string Body => new(_body);

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    private void ReadFields(List<string> section, bool isBraced)
    {
        var (opening, known) = (_at, _values.Count);
        if (isBraced) _at++;
        for (SkipBlanks(); _at < _text.Length && (Next != '}' || !isBraced); SkipBlanks()) ReadField(section);
        if (isBraced && _at++ == _text.Length) throw Wrong("'{' is not closed", opening);
        if (_values.Count == known && section.Count > 0) Add(section, opening);
    }

    private void ReadField(List<string> section)
    {
        var start = _at;
        List<string> path = [.. section, ReadKey()];
        for (; Next == '.'; path.Add(ReadKey())) _at++;
        if (path.Count > NestingMax) throw Wrong($"nested deeper than {NestingMax}", start);
        if (path[^1].StartsWith("include", StringComparison.Ordinal) && Next == '"')
            throw Wrong("include is not supported: a configuration is one file", start);
        var assigned = HoconTokens.Assignment().Match(_text, _at).Length;
        var value = _at += assigned;
        if (Next == '{') ReadFields(path, isBraced: true);
        else if (assigned > 0 && ReadValue(1)) Add(path, value);
        else throw Wrong($"{HoconText.Path(path)} has no value", start);
        EndItem();
    }

    private string ReadKey()
    {
        SkipBlanks();
        var key = HoconTokens.Key().Match(_text, _at);
        if (!key.Success) throw Unexpected();
        _at += key.Length;
        SkipBlanks();
        return key.Groups["key"].Value;
    }

    private bool ReadValue(int depth)
    {
        if (depth > NestingMax) throw Wrong($"nested deeper than {NestingMax}", _at);
        var (opening, text) = (_at, HoconTokens.Text().Match(_text, _at));
        if (Next == '[')
        {
            _at++;
            for (SkipBlanks(); _at < _text.Length && Next != ']'; EndItem(), SkipBlanks())
                if (!ReadValue(depth + 1)) throw Unexpected();
            if (_at++ == _text.Length) throw Wrong("'[' is not closed", opening);
            return true;
        }
        _at += text.Length;
        _references.AddRange(text.Groups["reference"].Captures.Select(capture => capture.Value));
        return text.Success;
    }

    // An item ends with its line, before a closing mark, or with a comma, which may be on a later line.
    private void EndItem()
    {
        var end = _at;
        SkipBlanks();
        if (Next == ',') _body[_at++] = '\n';
        else if (Next is not ('}' or ']' or '\0') && !_text[end.._at].Contains('\n')) throw Unexpected();
    }

    private void Add(List<string> path, int at)
    {
        _values.Add(new Value(HoconText.Path(path), At(at), [.. _references]));
        _references.Clear();
    }

    private void SkipBlanks() => _at += HoconTokens.Blanks().Match(_text, _at).Length;

    private SettingOrigin At(int at) => new(
        _source, 1 + _text.AsSpan(0, at).Count('\n'), at - _text.AsSpan(0, at).LastIndexOf('\n'));

    private ConfigurationException Wrong(string problem, int at) => new($"{At(at)}: {problem}");

    private ConfigurationException Unexpected() => Wrong(
        _at == _text.Length ? "unexpected end" : $"unexpected '{Next}': such a text needs quotes", _at);

    /// <summary>A value, or an empty section, and the keys that it refers to.</summary>
    public sealed record Value(string Path, SettingOrigin Origin, IReadOnlyList<string> References);
}
