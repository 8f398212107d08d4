namespace Broker.Hocon;

/// <summary>
/// Enum members by the names they have in a configuration: <c>DropOldest</c> is <c>drop-oldest</c>.
/// </summary>
internal static class Enums
{
    /// <summary>Null for a text that names no member.</summary>
    public static T? Parse<T>(string text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Name(value) == text) return value;
        }

        return null;
    }

    /// <summary>Every name that <see cref="Parse{T}"/> reads, in the order of their values.</summary>
    public static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Name));

    private static string Name<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, index) =>
            (char.IsAsciiLetterUpper(c) && index > 0 ? "-" : "") + char.ToLowerInvariant(c)));
}
