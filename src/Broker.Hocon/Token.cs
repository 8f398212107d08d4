namespace Broker.Hocon;

/// <summary>
/// One word of the text. For a quoted string <see cref="Text"/> is what it means, escapes undone.
/// </summary>
internal readonly record struct Token(TokenKind Kind, string Text, ConfigOrigin Origin)
{
    /// <summary>The token as an error message names it.</summary>
    public string Described => Kind switch
    {
        TokenKind.End => "the end of the text",
        TokenKind.NewLine => "the end of the line",
        TokenKind.Blank => "white space",
        TokenKind.Quoted => $"\"{Text}\"",
        _ => $"'{Text}'",
    };
}
