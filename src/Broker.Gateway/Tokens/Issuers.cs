namespace Broker.Gateway.Tokens;

/// <summary>All issuers that sign with key pairs.</summary>
internal sealed class Issuers
{
    private readonly IReadOnlyList<Issuer> _all;
    private readonly Dictionary<string, IssuerKeys> _byAddress;

    private Issuers(IReadOnlyList<Issuer> all, Dictionary<string, IssuerKeys> byAddress) =>
        (_all, _byAddress) = (all, byAddress);

    public static Issuers None { get; } = new([], []);

    /// <param name="before">Issuers whose known keys are taken over, for a reload of settings.</param>
    /// <param name="reader">Reads keys of these issuers.</param>
    public static Issuers From(
        TokenSettings settings, Issuers before, KeySetReader reader, TimeProvider time, ILogger logger)
    {
        var byAddress = new Dictionary<string, IssuerKeys>();
        var all = new List<Issuer>();
        foreach (var issuer in settings.Issuers)
        {
            if (issuer.Keys.Count > 0)
            {
                all.Add(new Issuer(issuer, KeySet.Of(issuer.Keys), keys: null));
                continue;
            }
            var address = $"{issuer.Issuer} {issuer.KeySet}";
            var known = before._byAddress.GetValueOrDefault(address)?.Current ?? KeySet.Empty;
            var keys = new IssuerKeys(
                issuer.Name, known, () => reader.ReadAsync(issuer), settings.JwksRereadInterval, time,
                logger);
            byAddress.Add(address, keys);
            all.Add(new Issuer(issuer, KeySet.Empty, keys));
        }
        return new Issuers(all, byAddress);
    }

    /// <summary>Whose token it says it is; null if it is of no issuer here, or not for the broker.</summary>
    public Issuer? Of(CompactToken token) => _all.FirstOrDefault(issuer => issuer.IsNamedBy(token));

    public Task ReadAgainAsync() => Task.WhenAll(_byAddress.Values.Select(keys => keys.ReadAgainAsync()));
}
