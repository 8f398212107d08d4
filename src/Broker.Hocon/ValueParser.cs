using System.Text;

namespace Broker.Hocon;

/// <summary>
/// One value: everything up to a comma, a line end or a closing bracket. Several parts side by side are a
/// concatenation, with the blanks between them.
/// </summary>
internal sealed class ValueParser(TokenReader tokens, Parser parser)
{
    public Node Read(string expected)
    {
        tokens.SkipBlanks();
        var origin = tokens.Next.Origin;
        var parts = new List<Node>();
        while (ReadPart() is { } part) parts.Add(part);

        if (parts is [.., Node.Scalar { IsBlank: true }]) parts.RemoveAt(parts.Count - 1);
        if (parts.Count == 0) throw tokens.Unexpected(expected);

        return parts.Count == 1 ? parts[0] : Join(origin, parts);
    }

    private Node? ReadPart()
    {
        switch (tokens.Next.Kind)
        {
            case TokenKind.ObjectOpen: return parser.ReadObject();
            case TokenKind.ListOpen: return parser.ReadList();
            case TokenKind.Substitution or TokenKind.OptionalSubstitution: return ReadSubstitution();
            case TokenKind.Quoted: return new Node.Scalar(tokens.Next.Origin, tokens.Take().Text);
            case TokenKind.Blank: return ReadBlank();
            case TokenKind.Unquoted: return ReadWord();
            case TokenKind.Colon or TokenKind.Equal or TokenKind.PlusEqual:
                throw tokens.Unexpected("',' or the end of the line");
            default: return null;
        }
    }

    private Node.Scalar ReadBlank()
    {
        var blank = tokens.Take();
        return new Node.Scalar(blank.Origin, blank.Text, isBlank: true);
    }

    private Node ReadWord()
    {
        var word = tokens.Take();
        return word.Text == "null" ? new Node.Null(word.Origin) : new Node.Scalar(word.Origin, word.Text);
    }

    private Node.Substitution ReadSubstitution()
    {
        var open = tokens.Take();
        var words = tokens.TakeKey("a key");
        tokens.Expect(TokenKind.ObjectClose, "'}' after the key of a substitution");
        return new Node.Substitution(open.Origin, parser.Key, ConfigPath.Parse(words, open.Origin))
        {
            IsOptional = open.Kind == TokenKind.OptionalSubstitution,
            IncludedAt = parser.IncludedAt,
        };
    }

    private Node Join(ConfigOrigin origin, List<Node> parts)
    {
        if (!parts.All(part => part is Node.Scalar or Node.Null))
        {
            return new Node.Concatenation(origin, parser.Key, parts);
        }

        var text = new StringBuilder();
        foreach (var part in parts) text.Append(part is Node.Scalar s ? s.Text : "null");
        return new Node.Scalar(origin, text.ToString());
    }
}
