using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Broker.Gateway.Text;
using Microsoft.IdentityModel.Tokens;
using Base64Url = System.Buffers.Text.Base64Url;

namespace Broker.Gateway.Tokens;

/// <summary>
/// A JWT in compact form (RFC 7515 §7.1), read strictly: one spelling, no name twice, dates that are numbers.
/// Its claims prove nothing before <see cref="TokenVerifier"/> has checked the signature.
/// </summary>
internal sealed class CompactToken
{
    private const int Parts = 3;
    private const string Audience = "aud";

    // RFC 7519 §5.1 and, for an issuer's access tokens, RFC 9068 §2.1; RFC 7515 §4.1.9 lets `application/` be
    // written in front.
    private static readonly string[] Types = ["JWT", "at+jwt", "application/JWT", "application/at+jwt"];

    private static readonly decimal LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = 8,
        AllowDuplicateProperties = false,
    };

    private readonly byte[] _header;
    private readonly byte[] _payload;
    private readonly JsonElement _claims;

    private CompactToken(byte[] header, byte[] payload, byte[] signature, JsonElement claims) =>
        (_header, _payload, Signature, _claims) = (header, payload, signature, claims);

    /// <summary>The <c>alg</c> of the header, which the verifier compares with that of a key.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The <c>kid</c> of the header; null where it is missing, or is not text.</summary>
    public required string? KeyId { get; init; }

    /// <summary>The bytes that the signature is of.</summary>
    public required byte[] Signed { get; init; }

    public byte[] Signature { get; }

    /// <summary>What no other token has: a hash of what was signed, however it is spelled.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData([.. _header, (byte)'.', .. _payload]));

    /// <summary>Null for any text that is not exactly such a token.</summary>
    public static CompactToken? Read(string text)
    {
        Span<Range> parts = stackalloc Range[Parts + 1];
        if (text.AsSpan().Split(parts, '.') != Parts
            || Decode(text[parts[0]]) is not { } header
            || Decode(text[parts[1]]) is not { } payload
            // An unsecured token (RFC 7515, appendix A.5) has none, and the library's verifiers throw at it.
            || Decode(text[parts[2]]) is not { Length: > 0 } signature
            || Parse(header) is not { } parameters
            || Parse(payload) is not { } claims) return null;

        return AlgorithmOf(parameters) is { } algorithm
            ? new CompactToken(header, payload, signature, claims)
            {
                Algorithm = algorithm,
                KeyId = parameters.TryGetProperty("kid", out var id) ? id.AsText() : null,
                Signed = Encoding.ASCII.GetBytes(text, 0, parts[1].End.Value),
            }
            : null;
    }

    /// <summary>Whether the key is of the algorithm that the header names, and has signed this.</summary>
    public bool IsSignedWith(SignatureProvider key) =>
        key.Algorithm == Algorithm && key.Verify(Signed, Signature);

    /// <summary>Whether <c>aud</c> has the audience; for an empty one, whether there is none.</summary>
    public bool IsFor(string audience)
    {
        if (Claim(Audience) is not { } value) return audience.Length == 0;

        // RFC 7519 §4.1.3: one text or a list.
        return audience.Length > 0
            && (value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().Any(item => item.AsText() == audience)
                : value.AsText() == audience);
    }

    /// <summary>Null where the claim is missing.</summary>
    public JsonElement? Claim(string name) => _claims.TryGetProperty(name, out var value) ? value : null;

    /// <summary>Null where the claim is missing or is not text.</summary>
    public string? Text(string claim) => Claim(claim)?.AsText();

    /// <summary>
    /// Reads a NumericDate (RFC 7519 §2): seconds since 1970, which may have a fraction. It is null where the
    /// claim is missing. False when the claim is something else, or lies outside of the years 1970 to 9999.
    /// </summary>
    public bool TryReadDate(string claim, out DateTimeOffset? date)
    {
        date = null;
        if (Claim(claim) is not { } value) return true;
        if (value.ValueKind != JsonValueKind.Number
            || !value.TryGetDecimal(out var seconds)
            || seconds < 0
            || seconds > LastSecond) return false;

        date = DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    // Padding, blanks and other last letters stand for the same bytes; encoding again finds them.
    private static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done)
            return null;

        Array.Resize(ref bytes, length);
        return text.SequenceEqual(Base64Url.EncodeToString(bytes)) ? bytes : null;
    }

    private static JsonElement? Parse(byte[] json)
    {
        if (!Utf8.IsValid(json)) return null;

        try
        {
            var element = JsonElement.Parse(json, Strict);
            return element.ValueKind == JsonValueKind.Object ? element : null;
        }
        // The second is the parser's answer to half of a surrogate pair in a name.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // RFC 7515 §4.1.11: a parameter that `crit` lists must be understood, such as `b64` of RFC 7797. None is.
    private static string? AlgorithmOf(JsonElement header) =>
        header.TryGetProperty("crit", out _)
        || header.TryGetProperty("b64", out _)
        || (header.TryGetProperty("typ", out var type)
            && !Types.Contains(type.AsText(), StringComparer.OrdinalIgnoreCase))
        || !header.TryGetProperty("alg", out var algorithm)
            ? null
            : algorithm.AsText();
}
