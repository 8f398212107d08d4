using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Broker.Gateway.Text;

namespace Broker.Gateway.Users;

/// <summary>
/// Reads a JSON object that has exactly these fields, in any order, each once, and all of them texts:
/// whatever else is there makes it wrong (contracts §4).
/// </summary>
internal static class ExactFields
{
    /// <summary>The texts as UTF-8, in the order of the names; null for any other JSON or none.</summary>
    public static byte[][]? Read(ReadOnlySpan<byte> json, params ReadOnlySpan<string> names)
    {
        if (!Utf8.IsValid(json)) return null;

        var values = new byte[names.Length][];
        try
        {
            var reader = new Utf8JsonReader(json);
            return ReadObject(ref reader, names, values) ? values : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool ReadObject(
        ref Utf8JsonReader reader, scoped ReadOnlySpan<string> names, byte[][] values)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;

        var read = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(Text(reader), names);
            if (index < 0 || values[index] is not null) return false;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String) return false;
            if (Text(reader) is not { } value) return false;

            values[index] = value;
            read++;
        }
        // Reads on where there is nothing left to read: anything but blanks makes it throw.
        return read == names.Length && !reader.Read();
    }

    private static int IndexOf(byte[]? name, ReadOnlySpan<string> names) =>
        name is null ? -1 : names.IndexOf(Encoding.UTF8.GetString(name));

    // Null for half of a surrogate pair.
    private static byte[]? Text(in Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? JsonUnescaping.Unescape(reader.ValueSpan) : reader.ValueSpan.ToArray();
}
