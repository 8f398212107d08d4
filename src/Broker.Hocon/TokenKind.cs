namespace Broker.Hocon;

internal enum TokenKind
{
    ObjectOpen,
    ObjectClose,
    ListOpen,
    ListClose,
    Comma,
    Colon,
    Equal,
    PlusEqual,
    Substitution,
    OptionalSubstitution,
    Quoted,
    Unquoted,
    Blank,
    NewLine,
    End,
}
