using System.Text;

namespace Broker.Hocon;

/// <summary>
/// <c>include "f"</c>, <c>include file("f")</c>, <c>include required("f")</c> or
/// <c>include required(file("f"))</c>. A file that is not required may be missing.
/// </summary>
internal sealed record IncludeStatement(string File, bool IsRequired, ConfigOrigin Origin)
{
    private const string Keyword = "include";
    private const string Expected = "\"file\", file(\"file\") or required(\"file\") after include";

    /// <summary>Unquoted, the word cannot be a key: HOCON reserves it at the start of a field.</summary>
    public static bool IsStart(Token token) => token is { Kind: TokenKind.Unquoted, Text: Keyword };

    public static IncludeStatement Read(TokenReader tokens)
    {
        tokens.Take();
        tokens.SkipBlanks();
        var opening = ReadWords(tokens);
        var file = tokens.Expect(TokenKind.Quoted, Expected);
        var isRequired = opening switch
        {
            "" or "file(" => false,
            "required(" or "required(file(" => true,
            _ => throw new ConfigurationException(file.Origin, $"expected {Expected} but found '{opening}'"),
        };

        var end = tokens.Next;
        var closing = ReadWords(tokens);
        if (closing == new string(')', opening.Count(c => c == '(')))
        {
            return new IncludeStatement(file.Text, isRequired, file.Origin);
        }

        throw new ConfigurationException(end.Origin, $"expected the include to end but found '{closing}'");
    }

    public ConfigurationException Error(string problem) => new(Origin, problem);

    private static string ReadWords(TokenReader tokens)
    {
        var words = new StringBuilder();
        while (tokens.Next.Kind is TokenKind.Unquoted or TokenKind.Blank)
        {
            if (tokens.Take() is { Kind: TokenKind.Unquoted, Text: var word }) words.Append(word);
        }

        return words.ToString();
    }
}
