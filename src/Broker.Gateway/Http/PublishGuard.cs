using System.Security.Cryptography;
using System.Text;
using Broker.Gateway.Startup;

namespace Broker.Gateway.Http;

/// <summary>
/// Who may publish over HTTP where that is guarded: whoever has one of the keys, as
/// <c>Authorization: Bearer …</c> or <c>X-API-Key: …</c>. Without credentials 401, with wrong ones 403.
/// </summary>
internal sealed class PublishGuard(PublishSettings settings)
{
    private const string KeyHeader = "X-API-Key";

    private static readonly Dictionary<string, string> Challenge = new() { ["WWW-Authenticate"] = "Bearer" };

    // Hashes all have one length, so that comparing says nothing about the keys' lengths either.
    private readonly byte[][] _keys = [.. settings.Keys.Select(Hash)];

    /// <summary>Returns when the request may publish, else throws what to answer.</summary>
    public void Check(HttpRequest request)
    {
        if (!settings.IsGuarded) return;

        var key = request.Headers[KeyHeader] is [{ Length: > 0 } text] ? text : Bearer.Of(request);
        if (key is null)
            throw new HttpRefusal(StatusCodes.Status401Unauthorized, "publishing needs a key")
            {
                Headers = Challenge,
            };
        if (!IsKnown(Hash(key)))
            throw new HttpRefusal(StatusCodes.Status403Forbidden, "this key may not publish");
    }

    private bool IsKnown(byte[] hash)
    {
        var isKnown = false;
        foreach (var key in _keys) isKnown |= CryptographicOperations.FixedTimeEquals(key, hash);
        return isKnown;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
