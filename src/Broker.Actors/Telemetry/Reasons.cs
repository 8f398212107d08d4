namespace Broker.Actors.Telemetry;

/// <summary>How reasons are called in figures: the enum's name in snake case, made only once.</summary>
public static class Reasons
{
    public static string Of<T>(T reason)
        where T : struct, Enum => Names<T>.All[reason];

    private static string ToSnakeCase(string name) => string.Concat(name.Select((letter, index) =>
        index > 0 && char.IsAsciiLetterUpper(letter) ? $"_{letter}" : $"{letter}")).ToLowerInvariant();

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> All =
            Enum.GetValues<T>().ToDictionary(value => value, value => ToSnakeCase(value.ToString()));
    }
}
