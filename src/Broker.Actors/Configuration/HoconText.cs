using System.Globalization;
using System.Text;
using Akka.Configuration.Hocon;

namespace Broker.Actors.Configuration;

/// <summary>Writes keys and values as HOCON that Akka.NET reads back as the same.</summary>
internal static class HoconText
{
    public static string Path(IEnumerable<string> elements) =>
        string.Join('.', elements.Select(element => IsPlain(element, also: '-') ? element : Quote(element)));

    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\') result.Append('\\').Append(c);
            else if (char.IsControl(c)) result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else result.Append(c);
        }

        return result.Append('"').ToString();
    }

    public static string Render(HoconValue value) => HoconContent.Of(value) switch
    {
        null => "null",
        string text => IsPlain(text, also: '.') ? text : Quote(text),
        IReadOnlyList<HoconValue> items => $"[{string.Join(", ", items.Select(Render))}]",
        HoconObject section => $"{{{string.Join(", ", section.Items.Select(Field))}}}",
        _ => "?",
    };

    private static string Field(KeyValuePair<string, HoconValue> field) =>
        $"{Path([field.Key])} = {Render(field.Value)}";

    private static bool IsPlain(string text, char also) =>
        text is not ("" or "null" or "include")
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || c == also);
}
