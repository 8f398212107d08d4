using System.Text.Json;
using Broker.Gateway.Text;

namespace Broker.Gateway.Chat;

/// <summary>
/// What a request holds under one name, still as the wire has it; a field that is not there is the default
/// value.
/// </summary>
internal readonly ref struct ChatField(
    JsonTokenType type, ReadOnlySpan<byte> token, bool isEscaped, bool isRepeated)
{
    private readonly bool _isEscaped = isEscaped;

    public JsonTokenType Type { get; } = type;

    /// <summary>Its bytes, quotes included; of an object or an array the first one only.</summary>
    public ReadOnlySpan<byte> Token { get; } = token;

    /// <summary>The name stands there twice, so nobody can say which value is meant.</summary>
    public bool IsRepeated { get; } = isRepeated;

    public bool IsPresent => Type != JsonTokenType.None;

    private ReadOnlySpan<byte> Inside => Token[1..^1];

    /// <summary>Answers what is wrong with the field, or null.</summary>
    public string? Check(string name, JsonTokenType expected)
    {
        if (!IsPresent) return $"missing field `{name}`";
        if (IsRepeated) return $"field `{name}` is given twice";
        if (Type == expected) return null;

        return $"`{name}` must be {(expected == JsonTokenType.String ? "a string" : "an object")}";
    }

    /// <summary>Its text, unescaped, in memory that may be the message's own.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public string? ReadText(string name, out ReadOnlySpan<byte> utf8)
    {
        if (_isEscaped)
        {
            var wrong = CopyText(name, out var unescaped);
            utf8 = unescaped;
            return wrong;
        }

        var mistyped = Check(name, JsonTokenType.String);
        utf8 = mistyped is null ? Inside : default;
        return mistyped;
    }

    /// <summary>As <see cref="ReadText"/>, in memory of its own: the message's is used again.</summary>
    public string? CopyText(string name, out byte[] utf8)
    {
        utf8 = [];
        if (Check(name, JsonTokenType.String) is { } wrong) return wrong;

        var copy = _isEscaped ? JsonUnescaping.Unescape(Inside) : Inside.ToArray();
        if (copy is null) return $"`{name}` is not valid text: it has half of a surrogate pair";

        utf8 = copy;
        return null;
    }
}
