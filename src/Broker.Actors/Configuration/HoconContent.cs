using Akka.Configuration.Hocon;

namespace Broker.Actors.Configuration;

/// <summary>
/// What one value of Akka.NET's tree holds. Its own getters pick one where a value has parts of several kinds
/// (<c>5 [1]</c>), take an empty list for no list, and trim quoted texts.
/// </summary>
internal static class HoconContent
{
    /// <summary>A text, a list, a section, null, or this for parts that do not go together.</summary>
    public static readonly object Mixed = new();

    public static object? Of(HoconValue value)
    {
        var parts = Parts(value).ToList();
        // Blanks before a comment or a line's end are a part of their own.
        if (parts.Count > 1 && IsBlank(parts[^1])) parts.RemoveAt(parts.Count - 1);
        return parts switch
        {
            [] or [HoconLiteral { Value: "null" }] => null,
            [HoconObject section] => section,
            [HoconArray list] => list,
            _ when parts.TrueForAll(part => part is HoconLiteral) =>
                string.Concat(parts.Select(part => part.GetString())),
            _ => Mixed,
        };
    }

    /// <summary>How a message names it, after "is not …".</summary>
    public static string Describe(object? content) => content switch
    {
        null => "null",
        string text => $"'{text}'",
        HoconArray => "a list",
        HoconObject => "a section",
        _ => "a mixture of texts, lists and sections",
    };

    private static IEnumerable<IHoconElement> Parts(HoconValue value) => value.Values.SelectMany(part =>
        part is HoconSubstitution reference ? Parts(reference.ResolvedValue) : [part]);

    private static bool IsBlank(IHoconElement part) =>
        part is HoconLiteral literal && string.IsNullOrWhiteSpace(literal.Value);
}
