using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Broker.Gateway.Tokens;

/// <summary>
/// Reads the keys of issuers over HTTP, within limits of time and size. It follows no redirect, since that
/// could lead to any address of the network that the broker is in, and asks nothing but what settings name.
/// </summary>
internal sealed class KeySetReader(TokenSettings settings) : IDisposable
{
    private const string DiscoveryPath = "/.well-known/openid-configuration";

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // The environment of the process is no setting (contracts §0).
        UseProxy = false,
        ConnectTimeout = settings.JwksTimeout,
        PooledConnectionLifetime = settings.JwksRefreshInterval,
    })
    {
        Timeout = settings.JwksTimeout,
        MaxResponseContentBufferSize = settings.JwksBytesMax,
    };

    /// <exception cref="KeySetException">They cannot be had, or there is none that verifies.</exception>
    public async Task<KeySet> ReadAsync(IssuerSettings issuer)
    {
        var address = issuer.KeySet ?? await DiscoverAsync(issuer.Issuer);
        var keys = Parse(await GetAsync(address), address);
        if (keys.Count > settings.JwksKeysMax)
            throw new KeySetException($"{address}: has {keys.Count} keys, more than {settings.JwksKeysMax}");

        var set = KeySet.Of(keys);
        return set.IsEmpty
            ? throw new KeySetException($"{address}: has no key for RS256, ES256 or EdDSA")
            : set;
    }

    public void Dispose() => _http.Dispose();

    private static IList<JsonWebKey> Parse(string json, Uri address)
    {
        try
        {
            return JsonWebKeySet.Create(json).Keys;
        }
        catch (ArgumentException)
        {
            throw new KeySetException($"{address}: is not a JSON Web Key Set");
        }
    }

    // OpenID Connect Discovery 1.0 §4: the document must say that it is of the issuer that was asked for.
    private async Task<Uri> DiscoverAsync(string issuer)
    {
        var address = new Uri(issuer.TrimEnd('/') + DiscoveryPath);
        var text = await GetAsync(address);
        try
        {
            using var document = JsonDocument.Parse(text);
            var said = document.RootElement.GetProperty("issuer").GetString();
            if (said != issuer) throw new KeySetException($"{address}: is of another issuer, '{said}'");

            var keys = document.RootElement.GetProperty("jwks_uri").GetString();
            return IssuerAddress.TryParse(keys, out var found)
                ? found
                : throw new KeySetException($"{address}: jwks_uri '{keys}' is not {IssuerAddress.Expected}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new KeySetException($"{address}: is not a discovery document");
        }
    }

    private async Task<string> GetAsync(Uri address)
    {
        try
        {
            using var answer = await _http.GetAsync(address);
            return answer.IsSuccessStatusCode
                ? await answer.Content.ReadAsStringAsync()
                : throw new KeySetException($"{address}: answers {(int)answer.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            throw new KeySetException($"{address}: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            throw new KeySetException($"{address}: no answer within {settings.JwksTimeout.TotalSeconds} s");
        }
        // The character set that the answer names does not exist.
        catch (InvalidOperationException e)
        {
            throw new KeySetException($"{address}: {e.Message}");
        }
    }
}
