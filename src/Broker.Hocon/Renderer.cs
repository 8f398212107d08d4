using System.Globalization;
using System.Text;

namespace Broker.Hocon;

/// <summary>Writes resolved values as HOCON that reads back as the same values.</summary>
internal static class Renderer
{
    /// <summary>The leaves below an object: scalars, nulls, lists, and objects that are empty.</summary>
    public static IEnumerable<ConfigEntry> Leaves(Node.Object node, IReadOnlyList<string> path)
    {
        foreach (var (key, value) in node.Fields)
        {
            string[] inner = [.. path, key];
            if (value is not Node.Object { Fields.Count: > 0 } child)
            {
                yield return new ConfigEntry(ConfigPath.Render(inner), Inline(value), value.Origin);
                continue;
            }

            foreach (var leaf in Leaves(child, inner)) yield return leaf;
        }
    }

    public static string Inline(Node node) => node switch
    {
        Node.Scalar s => IsPlain(s.Text) ? s.Text : Quote(s.Text),
        Node.Null => "null",
        Node.List l => $"[{string.Join(", ", l.Items.Select(Inline))}]",
        Node.Object o => $"{{{string.Join(", ", o.Fields.Select(Field))}}}",
        _ => throw new InvalidOperationException("Only resolved values can be rendered."),
    };

    private static string Field(KeyValuePair<string, Node> child) =>
        $"{ConfigPath.Render([child.Key])} = {Inline(child.Value)}";

    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\') result.Append('\\').Append(c);
            else if (c == '\n') result.Append("\\n");
            else if (c == '\t') result.Append("\\t");
            else if (char.IsControl(c)) result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else result.Append(c);
        }

        return result.Append('"').ToString();
    }

    private static bool IsPlain(string text) =>
        text is not ("" or "null") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
