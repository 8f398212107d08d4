using System.Text.Json;
using System.Text.Unicode;

namespace Broker.Gateway.Auction;

/// <summary>
/// Some fields of one JSON object, by name; all others are skipped. Of a field that is there twice the last
/// one counts, and one that is null is not there.
/// </summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, Field> _fields;

    private JsonFields(StringComparer names) => _fields = new Dictionary<string, Field>(names);

    /// <summary>Null for any other JSON, or none.</summary>
    /// <param name="json">One object and nothing else.</param>
    /// <param name="depthMax">Deeper JSON is none.</param>
    /// <param name="names">How names are compared.</param>
    /// <param name="wanted">Whose values are kept.</param>
    public static JsonFields? Read(
        ReadOnlySpan<byte> json, int depthMax, StringComparer names, params ReadOnlySpan<string> wanted)
    {
        if (!Utf8.IsValid(json)) return null;

        var fields = new JsonFields(names);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = depthMax });
            return fields.ReadObject(ref reader, names, wanted) ? fields : null;
        }
        // The second is the reader's answer to an escape that is half a character.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>False when the field is there and no text; null when it is not there.</summary>
    public bool TryGetText(string name, out string? text)
    {
        var isThere = _fields.TryGetValue(name, out var field);
        text = isThere ? field.Text : null;
        return !isThere || field.Text is not null;
    }

    /// <summary>
    /// False when the field is there and no number within the limits of <see cref="Money"/>; null when it is
    /// not there.
    /// </summary>
    public bool TryGetNumber(string name, out decimal? number)
    {
        number = null;
        if (!_fields.TryGetValue(name, out var field)) return true;
        if (field.Number is null || !Money.TryRead(field.Number, out var value)) return false;

        number = value;
        return true;
    }

    private bool ReadObject(
        ref Utf8JsonReader reader, StringComparer names, scoped ReadOnlySpan<string> wanted)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (wanted.Contains(name, names)) Keep(name, ref reader);
            else reader.Skip();
        }
        // Reads on where there is nothing left to read: anything but blanks makes it throw.
        return !reader.Read();
    }

    private void Keep(string name, ref Utf8JsonReader value)
    {
        _fields.Remove(name);
        switch (value.TokenType)
        {
            case JsonTokenType.Null: break;
            case JsonTokenType.String: _fields[name] = new Field(value.GetString(), Number: null); break;
            case JsonTokenType.Number: _fields[name] = new Field(null, value.ValueSpan.ToArray()); break;
            default:
                value.Skip();
                _fields[name] = default;
                break;
        }
    }

    private readonly record struct Field(string? Text, byte[]? Number);
}
