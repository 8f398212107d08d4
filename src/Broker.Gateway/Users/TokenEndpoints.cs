using Broker.Actors.Users;
using Broker.Gateway.Http;
using Broker.Gateway.Tokens;

namespace Broker.Gateway.Users;

/// <summary>
/// <c>POST /token</c> and <c>POST /ws/token</c> (contracts §4): an application token for whoever names a
/// user, and a socket token for an application token.
/// </summary>
internal sealed class TokenEndpoints(
    UserTokens tokens, AddressRates rates, TokenSettings settings, InputJson json)
{
    public async Task IssueForApplicationAsync(HttpContext context)
    {
        await rates.CountAsync(Rate.Tokens, context);
        // Its body holds a name, which is shorter than any token.
        var body = await RequestBody.ReadAsync(context.Request, settings.BytesMax);
        if (InputJson.Read(body.Span, json.TokenRequest) is not { } request
            || !UserName.TryParse(request.Username, out var user))
            throw new HttpErrorException(StatusCodes.Status400BadRequest, "not {\"username\":\"…\"}");

        await AnswerAsync(context, tokens.IssueForApplication(user));
    }

    public async Task IssueForSocketAsync(HttpContext context)
    {
        await rates.CountAsync(Rate.SocketTokens, context);
        var token = await tokens.VerifyForApplicationAsync(
            Bearer.Of(context.Request), context.RequestAborted);
        if (token is null)
            throw new HttpErrorException(StatusCodes.Status403Forbidden, "no valid application token");

        await AnswerAsync(context, tokens.IssueForSocket(token.User));
    }

    private static Task AnswerAsync(HttpContext context, string token)
    {
        // RFC 6749 §5.1: no cache between us and the client keeps a token.
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, new TokenBody(token), GatewayJson.Default.TokenBody);
    }
}
