namespace Broker.Kernel;

/// <summary>
/// An actor's name among its siblings: a given one, or the number that the engine gave. The text of a number
/// is made only when somebody wants to see it, and a number is hashed faster than a text.
/// </summary>
internal struct CellName
{
    private readonly long _number;
    private string? _text;

    /// <param name="given">A checked name: none that begins as an anonymous one does.</param>
    public CellName(string given) => (_text, _number) = (given, -1);

    public CellName(long number) => _number = number;

    public string Text => _text ??= PathElement.Anonymous(_number);

    public readonly int Hash => _number >= 0 ? _number.GetHashCode() : HashOfText(_text!);

    /// <summary>The <see cref="Hash"/> of whichever name has this text.</summary>
    public static int HashOf(string text) =>
        PathElement.AnonymousNumber(text) is >= 0 and var number ? number.GetHashCode() : HashOfText(text);

    public readonly bool IsSameAs(in CellName other) =>
        _number == other._number && (_number >= 0 || _text == other._text);

    private static int HashOfText(string text) => text.GetHashCode(StringComparison.Ordinal);
}
