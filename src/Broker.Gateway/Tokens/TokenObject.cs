using System.Text.Json;
using System.Text.Unicode;

namespace Broker.Gateway.Tokens;

/// <summary>
/// Reads one part of a token: a JSON object whose names are all different. Texts and numbers are handed out
/// one by one; what is nested is skipped, and must be well-formed.
/// </summary>
internal static class TokenObject
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 8 };

    /// <summary>Takes one member; the reader stands at its value.</summary>
    public delegate void Member<TState>(string name, ref Utf8JsonReader value, ref TState state)
        where TState : struct;

    /// <summary>Answers <c>Malformed</c>, <c>Duplicate</c> or <c>None</c>.</summary>
    public static TokenError Read<TState>(
        ReadOnlySpan<byte> json, ref TState state, Member<TState> member)
        where TState : struct
    {
        if (!Utf8.IsValid(json)) return TokenError.Malformed;

        try
        {
            var reader = new Utf8JsonReader(json, Strict);
            return ReadObject(ref reader, ref state, member);
        }
        // The second is the reader's answer to an escape that is half a character.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return TokenError.Malformed;
        }
    }

    private static TokenError ReadObject<TState>(
        ref Utf8JsonReader reader, ref TState state, Member<TState> member)
        where TState : struct
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return TokenError.Malformed;

        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!names.Add(name)) return TokenError.Duplicate;

            reader.Read();
            member(name, ref reader, ref state);
            reader.Skip();
        }
        // Reads on where there is nothing left to read: anything but blanks makes it throw.
        reader.Read();
        return TokenError.None;
    }
}
