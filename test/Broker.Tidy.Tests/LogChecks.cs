using System.Text.RegularExpressions;

namespace Broker.Tidy.Tests;

/// <summary>
/// Log messages: all in files named Log.cs, each with an id of its own in the whole product.
/// </summary>
internal static partial class LogChecks
{
    public static IEnumerable<string> RepeatedIds(IEnumerable<SourceFile> files) =>
        from message in Messages(files)
        where message.Id is not null
        group message.Place by message.Id into places
        where places.Count() > 1
        select $"{string.Join(", ", places)}: id {places.Key}";

    public static IEnumerable<string> WithoutId(IEnumerable<SourceFile> files) =>
        from message in Messages(files)
        where message.Id is null
        select $"{message.Place}: no id";

    public static IEnumerable<string> OutsideLogFiles(IEnumerable<SourceFile> files) =>
        from message in Messages(files.Where(file => file.Name != "Log"))
        select $"{message.Place}: belongs into a Log.cs";

    private static IEnumerable<(string Place, string? Id)> Messages(IEnumerable<SourceFile> files) =>
        from file in files
        from Match match in Declaration().Matches(file.Code)
        let id = match.Groups["id"]
        select ($"{file.Path}:{file.LineAt(match.Index)}", id.Success ? id.Value : null);

    [GeneratedRegex(@"\[LoggerMessage\(\s*((eventId:\s*)?(?<id>\d+)|[^)]*?\bEventId\s*=\s*(?<id>\d+))?")]
    private static partial Regex Declaration();
}
