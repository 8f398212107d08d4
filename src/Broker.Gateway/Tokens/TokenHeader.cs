using System.Text.Json;

namespace Broker.Gateway.Tokens;

/// <summary>
/// The first part of a token (RFC 7515 §4). It is written by whoever wrote the token, so it chooses nothing:
/// it either says what we do anyway, or the token is refused.
/// </summary>
internal struct TokenHeader
{
    private bool _isHs256;
    private bool _isForeign;

    public static TokenError Check(ReadOnlySpan<byte> json)
    {
        var header = default(TokenHeader);
        var error = TokenObject.Read(json, ref header, Take);
        if (error != TokenError.None) return error;
        return header._isHs256 && !header._isForeign ? TokenError.None : TokenError.Unsupported;
    }

    private static void Take(string name, ref Utf8JsonReader value, ref TokenHeader header)
    {
        switch (name)
        {
            // RFC 7515 §4.1.1: names of algorithms are case-sensitive.
            case "alg": header._isHs256 = IsText(ref value, "HS256", StringComparison.Ordinal); break;
            case "typ":
                header._isForeign |= !IsText(ref value, "JWT", StringComparison.OrdinalIgnoreCase);
                break;
            // RFC 7515 §4.1.11: whatever it lists must be understood. RFC 7797: b64 is such a thing.
            case "crit" or "b64": header._isForeign = true; break;
        }
    }

    private static bool IsText(ref Utf8JsonReader value, string text, StringComparison comparison) =>
        value.TokenType == JsonTokenType.String && text.Equals(value.GetString(), comparison);
}
