using Broker.Gateway.Configuration;
using Broker.Gateway.Http;

namespace Broker.Gateway.Admin;

/// <summary>
/// Who may see figures and administer: a client that shows the admin token. Where none is configured, every
/// client in <c>dev</c>, and no client elsewhere.
/// </summary>
internal sealed class AdminGate(AdminSettings admin, ProcessSettings process)
{
    private readonly SecretSet _tokens = new([admin.Token]);

    /// <summary>Refuses with 401 where nothing is shown, and else with 403.</summary>
    public void Check(HttpRequest request)
    {
        if (admin.Token.Length == 0 && process.IsDevelopment) return;
        if (admin.Token.Length == 0)
            throw new HttpErrorException(
                StatusCodes.Status403Forbidden,
                "this needs an admin token, and the server has none configured");

        var shown = Bearer.TokenOf(request) ?? throw Bearer.Missing("this needs the admin token");
        if (!_tokens.Has(shown))
            throw new HttpErrorException(StatusCodes.Status403Forbidden, "this is not the admin token");
    }
}
