using System.Security.Cryptography;
using System.Text;

namespace Broker.Gateway.Tokens;

/// <summary>
/// The secrets of one kind of token: the first signs, any verifies, so that a new one can come in front of
/// the old and the old can go when its last token has expired.
/// </summary>
internal sealed class TokenSecrets(IEnumerable<string> secrets)
{
    /// <summary>Bytes of a signature (HMAC with SHA-256, RFC 7518 §3.2).</summary>
    public const int SignatureBytes = HMACSHA256.HashSizeInBytes;

    private readonly byte[][] _keys = [.. secrets.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Writes the <see cref="SignatureBytes"/> of a signature.</summary>
    public void Sign(ReadOnlySpan<byte> signed, Span<byte> signature) =>
        HMACSHA256.HashData(_keys[0], signed, signature);

    /// <summary>Compares in a time that does not tell how much of a signature was right.</summary>
    public bool IsSigned(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[SignatureBytes];
        var isSigned = false;
        foreach (var key in _keys)
        {
            HMACSHA256.HashData(key, signed, expected);
            isSigned |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }
        return isSigned;
    }
}
