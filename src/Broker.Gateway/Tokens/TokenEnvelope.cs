using System.Buffers.Text;
using System.Text;

namespace Broker.Gateway.Tokens;

/// <summary>
/// The form that all kinds of token share: a JWT (RFC 7519) signed with HS256, as RFC 8725 advises. What the
/// claims say is for each kind.
/// </summary>
internal static class TokenEnvelope
{
    // {"alg":"HS256","typ":"JWT"}
    private static ReadOnlySpan<byte> HeaderAndDot => "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."u8;

    /// <param name="secrets">Of the kind of token.</param>
    /// <param name="claims">A JSON object.</param>
    public static string Seal(TokenSecrets secrets, ReadOnlySpan<byte> claims)
    {
        var length = HeaderAndDot.Length + Base64Url.GetEncodedLength(claims.Length);
        var token = new byte[length + 1 + Base64Url.GetEncodedLength(TokenSecrets.SignatureBytes)];
        HeaderAndDot.CopyTo(token);
        Base64Url.EncodeToUtf8(claims, token.AsSpan(HeaderAndDot.Length), out _, out _);

        Span<byte> signature = stackalloc byte[TokenSecrets.SignatureBytes];
        secrets.Sign(token.AsSpan(0, length), signature);
        token[length] = (byte)'.';
        Base64Url.EncodeToUtf8(signature, token.AsSpan(length + 1), out _, out _);
        return Encoding.ASCII.GetString(token);
    }

    /// <summary>
    /// Hands out the claims of a token that is signed. The order matters: nothing is decoded before its
    /// length is bounded, no claim is read before its signature is right.
    /// </summary>
    public static TokenError Open(
        TokenSecrets secrets, string token, int bytesMax, out ReadOnlySpan<byte> claims)
    {
        claims = default;
        if (token.Length > bytesMax) return TokenError.TooLong;
        if (!Ascii.IsValid(token)) return TokenError.Malformed;

        ReadOnlySpan<byte> bytes = Encoding.ASCII.GetBytes(token);
        var last = bytes.LastIndexOf((byte)'.');
        var first = bytes.IndexOf((byte)'.');
        // Dots between these two are in no alphabet.
        if (first < 0 || first == last) return TokenError.Malformed;
        if (!Base64UrlText.TryDecode(bytes[..first], out var header)
            || !Base64UrlText.TryDecode(bytes[(first + 1)..last], out var payload)
            || !Base64UrlText.TryDecode(bytes[(last + 1)..], out var signature)) return TokenError.Malformed;

        var error = TokenHeader.Check(header);
        if (error != TokenError.None) return error;
        if (!secrets.IsSigned(bytes[..last], signature)) return TokenError.WrongSignature;

        claims = payload;
        return TokenError.None;
    }
}
