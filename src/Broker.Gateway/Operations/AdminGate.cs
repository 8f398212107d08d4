using Broker.Gateway.Configuration;
using Broker.Gateway.Http;

namespace Broker.Gateway.Operations;

/// <summary>
/// Who may see figures and administer: in <c>dev</c> without a token anybody, else who has the admin token.
/// Elsewhere without a token nobody may, and there is nothing to guess.
/// </summary>
internal sealed class AdminGate(AdminSettings admin, ProcessSettings process)
{
    private readonly SecretSet _tokens = new([admin.Token]);

    /// <summary>Refuses with 401, or with 403 where no token is configured.</summary>
    public void Check(HttpRequest request)
    {
        if (admin.Token.Length == 0 && process.IsDevelopment) return;
        if (admin.Token.Length == 0)
            throw new HttpErrorException(
                StatusCodes.Status403Forbidden,
                "this needs an admin token, and the server has none configured");

        if (!_tokens.Has(Bearer.Of(request) ?? "")) throw Bearer.Missing("this needs the admin token");
    }
}
