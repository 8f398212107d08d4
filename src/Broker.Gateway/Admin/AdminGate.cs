using Broker.Gateway.Configuration;
using Broker.Gateway.Http;

namespace Broker.Gateway.Admin;

/// <summary>
/// Who may see figures and administer: a client that shows the admin token. Where none is configured, every
/// client in <c>dev</c>, and no client elsewhere.
/// </summary>
internal sealed class AdminGate(AdminSettings admin, ProcessSettings process) : IReloadable
{
    private volatile SecretSet? _token = TokenOf(admin);

    public IReadOnlyList<string> Keys { get; } = ["broker.admin.token"];

    public void Reload(BrokerSettings settings) => _token = TokenOf(settings.Admin);

    /// <summary>Refuses with 401 where nothing is shown, and else with 403.</summary>
    public void Check(HttpRequest request)
    {
        var token = _token;
        if (token is null && process.IsDevelopment) return;
        if (token is null)
            throw new HttpErrorException(
                StatusCodes.Status403Forbidden,
                "this needs an admin token, and the server has none configured");

        var shown = Bearer.TokenOf(request) ?? throw Bearer.Missing("this needs the admin token");
        if (!token.Has(shown))
            throw new HttpErrorException(StatusCodes.Status403Forbidden, "this is not the admin token");
    }

    private static SecretSet? TokenOf(AdminSettings admin) =>
        admin.Token.Length == 0 ? null : new SecretSet([admin.Token]);
}
