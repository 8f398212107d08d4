using System.Buffers;
using System.Globalization;

namespace Broker.Kernel;

/// <summary>
/// One name of a path: which characters are legal, and the names the engine makes up itself.
/// </summary>
internal static class PathElement
{
    public const string Symbols = "\"-_.*$+:@&=,!~';()";

    public const string Rule =
        "Actor paths MUST: not start with `$`, not be empty, and only contain ASCII letters, "
        + "digits and these special characters: `" + Symbols + "`";

    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const int AnonymousLengthMax = 12;
    private const string Base64 = Letters + "0123456789+~";

    private static readonly SearchValues<char> Valid = SearchValues.Create(Letters + "0123456789" + Symbols);

    /// <summary>
    /// Throws <see cref="InvalidActorNameException"/>, with the rule, for a name nobody may choose.
    /// </summary>
    public static string Checked(string name)
    {
        if (name.Length == 0) throw new InvalidActorNameException("Actor name must not be empty.");
        return IsValid(name)
            ? name
            : throw new InvalidActorNameException($"Illegal actor name [{name}]. {Rule}");
    }

    public static bool IsValid(string? name) =>
        !string.IsNullOrEmpty(name) && name[0] != '$' && HasOnlyLegalCharacters(name);

    /// <summary><c>$a</c>, <c>$b</c>, … <c>$ab</c>: base 64, lowest digit first.</summary>
    public static string Anonymous(long number)
    {
        Span<char> name = stackalloc char[AnonymousLengthMax];
        var length = 0;
        name[length++] = '$';
        do
        {
            name[length++] = Base64[(int)(number & 63)];
            number >>= 6;
        }
        while (number != 0);
        return new string(name[..length]);
    }

    /// <summary>What <see cref="Anonymous"/> made the name from; -1 for any other name.</summary>
    public static long AnonymousNumber(string name)
    {
        if (name.Length is < 2 or > AnonymousLengthMax || name[0] != '$') return -1;

        long number = 0;
        for (var i = name.Length - 1; i > 0; i--)
        {
            var digit = Base64.IndexOf(name[i], StringComparison.Ordinal);
            if (digit < 0) return -1;
            number = (number << 6) | (long)digit;
        }
        return number;
    }

    public static (string Name, long Uid) Split(string element)
    {
        var hash = element.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0) return (element, 0);

        var uid = long.Parse(element.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return (element[..hash], uid);
    }

    private static bool HasOnlyLegalCharacters(ReadOnlySpan<char> name)
    {
        while (name.IndexOfAnyExcept(Valid) is >= 0 and var at)
        {
            if (name[at] != '%' || at + 2 >= name.Length) return false;
            if (!char.IsAsciiHexDigit(name[at + 1]) || !char.IsAsciiHexDigit(name[at + 2])) return false;
            name = name[(at + 3)..];
        }
        return true;
    }
}
