using System.Text;

namespace Broker.Hocon;

/// <summary>Paths such as <c>a.b."c.d"</c>: a dot separates, except inside quotes.</summary>
internal static class ConfigPath
{
    /// <summary>The elements of a path that stands alone, in code or in a pair.</summary>
    public static List<string> Parse(string path, string source)
    {
        var tokens = Lexer.Read(path, source);
        tokens.RemoveAt(tokens.Count - 1);
        return Parse(tokens, new ConfigOrigin(source, 0, 0));
    }

    /// <summary>
    /// The elements of a path in a text. Blanks around it are dropped, blanks inside belong to their
    /// element. An element without characters must be quoted.
    /// </summary>
    public static List<string> Parse(IReadOnlyList<Token> tokens, ConfigOrigin origin)
    {
        var elements = new List<string>();
        var element = new StringBuilder();
        var isQuoted = false;
        var (first, last) = (0, tokens.Count);
        while (first < last && tokens[first].Kind == TokenKind.Blank) first++;
        while (last > first && tokens[last - 1].Kind == TokenKind.Blank) last--;

        for (var i = first; i < last; i++)
        {
            var token = tokens[i];
            if (token.Kind is not (TokenKind.Quoted or TokenKind.Unquoted or TokenKind.Blank))
            {
                throw new ConfigurationException(token.Origin, $"expected a key but found {token.Described}");
            }

            isQuoted |= token.Kind == TokenKind.Quoted;
            var words = token.Kind == TokenKind.Unquoted ? token.Text.Split('.') : [token.Text];
            for (var w = 0; w < words.Length; w++)
            {
                if (w > 0) Close(token.Origin);
                element.Append(words[w]);
            }
        }

        Close(last > first ? tokens[first].Origin : origin);
        return elements;

        void Close(ConfigOrigin at)
        {
            if (element.Length == 0 && !isQuoted) throw Empty(at);
            elements.Add(element.ToString());
            element.Clear();
            isQuoted = false;
        }
    }

    /// <summary>The path as text that <see cref="Parse(string, string)"/> reads back.</summary>
    public static string Render(IEnumerable<string> elements) =>
        string.Join('.', elements.Select(RenderElement));

    // "include" at the start of a field is the statement, so the key needs quotes.
    private static string RenderElement(string element, int index) =>
        element.Length > 0 && element.All(IsPlain) && (index > 0 || element != "include")
            ? element
            : Renderer.Quote(element);

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private static ConfigurationException Empty(ConfigOrigin origin) =>
        new(origin, "expected a key but found nothing; an empty element of a path is written \"\"");
}
