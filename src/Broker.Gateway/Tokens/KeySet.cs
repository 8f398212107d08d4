using Microsoft.IdentityModel.Tokens;

namespace Broker.Gateway.Tokens;

/// <summary>The keys of one issuer (RFC 7517 §5), found by the <c>kid</c> of a token.</summary>
internal sealed class KeySet
{
    /// <summary>Bounds what one token without a right signature costs.</summary>
    public const int KeysTriedMax = 8;

    private readonly SignatureProvider[] _all;
    private readonly SignatureProvider[] _unnamed;
    private readonly Dictionary<string, SignatureProvider[]> _named;

    private KeySet(IReadOnlyList<(string? Id, SignatureProvider Key)> keys)
    {
        _all = [.. keys.Take(KeysTriedMax).Select(key => key.Key)];
        _unnamed = [.. keys.Where(key => key.Id is null).Take(KeysTriedMax).Select(key => key.Key)];
        _named = keys.Where(key => key.Id is not null).GroupBy(key => key.Id!, key => key.Key)
            .ToDictionary(same => same.Key, same => same.Take(KeysTriedMax).ToArray());
    }

    public static KeySet Empty { get; } = new([]);

    public bool IsEmpty => _all.Length == 0;

    /// <summary>Those of them that verify; keys of other kinds and for other uses are left out.</summary>
    public static KeySet Of(IEnumerable<JsonWebKey> keys)
    {
        var usable = new List<(string?, SignatureProvider)>();
        foreach (var key in keys)
            if (VerificationKey.Of(key) is { } verifier)
                usable.Add((key.Kid is { Length: > 0 } id ? id : null, verifier));
        return new KeySet(usable);
    }

    public bool Has(string? keyId) => keyId is not null && _named.ContainsKey(keyId);

    /// <summary>
    /// Whether a key with the token's <c>kid</c> verifies it. Keys without one may verify every token, and a
    /// token without one may be of every key.
    /// </summary>
    public bool Verifies(CompactToken token) =>
        (token.KeyId is null ? _all : _named.GetValueOrDefault(token.KeyId, _unnamed))
            .Any(token.IsSignedWith);
}
