using System.Security.Cryptography;
using System.Text;

namespace Broker.Gateway.Http;

/// <summary>
/// Secrets that a caller may show in a header. Only their hashes are kept: all have one length, so that
/// comparing tells nothing of a secret, not even its length.
/// </summary>
internal sealed class SecretSet(IEnumerable<string> secrets)
{
    private readonly byte[][] _hashes =
        [.. secrets.Select(secret => SHA256.HashData(Encoding.UTF8.GetBytes(secret)))];

    /// <summary>Whether a header's value is one of them. It compares with all, whichever it is.</summary>
    public bool Has(string text)
    {
        // A char of a header is a byte of it, and a client writes its secret in UTF-8.
        var (hash, isOne) = (SHA256.HashData(Encoding.Latin1.GetBytes(text)), false);
        foreach (var known in _hashes) isOne |= CryptographicOperations.FixedTimeEquals(known, hash);
        return isOne;
    }
}
