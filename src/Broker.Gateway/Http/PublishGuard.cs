using Broker.Gateway.Broadcast;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Http;

/// <summary>
/// Who may publish over HTTP where that is guarded: whoever has one of the keys, as
/// <c>Authorization: Bearer …</c> or <c>X-API-Key: …</c>. Without credentials 401, with wrong ones 403.
/// </summary>
internal sealed class PublishGuard(PublishSettings settings) : IReloadable
{
    private const string KeyHeader = "X-API-Key";

    private volatile SecretSet _keys = new(settings.Keys);

    public IReadOnlyList<string> Keys { get; } = ["broker.publish.keys"];

    public void Reload(BrokerSettings settings) => _keys = new SecretSet(settings.Publish.Keys);

    /// <summary>Returns when the request may publish, else throws what to answer.</summary>
    public void Check(HttpRequest request)
    {
        if (!settings.IsGuarded) return;

        var key = request.Headers[KeyHeader] is [{ Length: > 0 } text] ? text : Bearer.Of(request);
        if (key is null) throw Bearer.Missing("publishing needs a key");
        if (!_keys.Has(key))
            throw new HttpErrorException(StatusCodes.Status403Forbidden, "this key may not publish");
    }
}
