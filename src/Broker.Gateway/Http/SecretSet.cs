using System.Security.Cryptography;
using System.Text;

namespace Broker.Gateway.Http;

/// <summary>
/// Secrets that a caller may show. Only their hashes are kept: all have one length, so that comparing tells
/// nothing of a secret, its length neither.
/// </summary>
internal sealed class SecretSet(IEnumerable<string> secrets)
{
    private readonly byte[][] _hashes = [.. secrets.Select(Hash)];

    /// <summary>Looks at all of them, whichever it is.</summary>
    public bool Has(string text)
    {
        var (hash, isOne) = (Hash(text), false);
        foreach (var known in _hashes) isOne |= CryptographicOperations.FixedTimeEquals(known, hash);
        return isOne;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
