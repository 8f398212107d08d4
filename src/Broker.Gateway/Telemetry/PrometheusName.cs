using System.Globalization;
using System.Text;

namespace Broker.Gateway.Telemetry;

/// <summary>
/// From OpenTelemetry's names to those of Prometheus, by OpenTelemetry's compatibility rules: dots become
/// underscores, the unit goes behind the name, and <c>_total</c> behind that of a counter.
/// </summary>
internal static class PrometheusName
{
    private const string Count = "_count";

    public static string Of(string name, string? unit, MetricKind kind)
    {
        var text = Replace(name);
        // "_count" is what a histogram's own count ends in; promtool refuses it elsewhere.
        if (kind is not MetricKind.Histogram && text.EndsWith(Count, StringComparison.Ordinal))
            text = text[..^Count.Length] + "_current";
        text += unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return kind is MetricKind.Counter ? text + "_total" : text;
    }

    /// <summary>Attributes as <c>name="value"</c>, with commas, in the order of their names.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";

        var text = new StringBuilder();
        foreach (var (name, value) in tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            if (text.Length > 0) text.Append(',');
            var shown = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text.Append(Replace(name)).Append("=\"").Append(EscapeValue(shown)).Append('"');
        }
        return text.ToString();
    }

    /// <summary>In a help line only these two are special.</summary>
    public static string EscapeHelp(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeValue(string text) =>
        EscapeHelp(text).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Replace(string name) =>
        string.Concat(name.Select((letter, index) => IsInName(letter, index) ? letter : '_'));

    private static bool IsInName(char letter, int index) =>
        char.IsAsciiLetter(letter) || letter == '_' || (index > 0 && char.IsAsciiDigit(letter));
}
