namespace Broker.Hocon;

/// <summary>
/// The tokens of one text with a position: what the parser looks at, takes and complains about.
/// </summary>
internal sealed class TokenReader(List<Token> tokens)
{
    private int _at;

    /// <summary>
    /// The next token; the last one is always <see cref="TokenKind.End"/> and is never passed.
    /// </summary>
    public Token Next => tokens[_at];

    public bool Is(TokenKind kind) => Next.Kind == kind;

    public Token Take()
    {
        var token = Next;
        if (token.Kind != TokenKind.End) _at++;
        return token;
    }

    public bool TryTake(TokenKind kind)
    {
        if (!Is(kind)) return false;

        Take();
        return true;
    }

    public Token Expect(TokenKind kind, string expected) => Is(kind) ? Take() : throw Unexpected(expected);

    /// <summary>The tokens of a path, at least one.</summary>
    public List<Token> TakeKey(string expected)
    {
        var words = new List<Token>();
        while (Next.Kind is TokenKind.Quoted or TokenKind.Unquoted or TokenKind.Blank) words.Add(Take());
        return words.Count > 0 ? words : throw Unexpected(expected);
    }

    public void SkipBlanks()
    {
        while (Is(TokenKind.Blank)) Take();
    }

    /// <summary>True when there was a line end among the blanks.</summary>
    public bool SkipLines()
    {
        var hasLineEnd = false;
        while (Next.Kind is TokenKind.Blank or TokenKind.NewLine)
        {
            hasLineEnd |= Take().Kind == TokenKind.NewLine;
        }

        return hasLineEnd;
    }

    /// <summary>
    /// Passes what stands between two elements: line ends, or one comma with line ends around it. False when
    /// there is nothing of the kind, so that the next token must close the object or list.
    /// </summary>
    public bool SkipSeparator()
    {
        var isSeparated = SkipLines();
        isSeparated |= TryTake(TokenKind.Comma);
        SkipLines();
        return isSeparated;
    }

    public ConfigurationException Unexpected(string expected) =>
        new(Next.Origin, $"expected {expected} but found {Next.Described}");
}
