using Broker.Actors.Users;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Gateway.WebSockets;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Gateway.Users;

/// <summary>
/// <c>GET /ws</c> where the plain handshake was not recognised before HTTP: an <c>Authorization</c> header, a
/// token that may be used once, or a mistake to answer (contracts §4).
/// </summary>
internal sealed class UserSocketEndpoint(
    UserSockets sockets,
    UserTokens tokens,
    WebSocketUpgrade upgrade,
    AddressRates rates,
    IRequiredActor<TokenUseActor> uses,
    BrokerSettings settings)
{
    public async Task HandleAsync(HttpContext context)
    {
        await rates.CountAsync(Rate.Connects, context);
        var query = UserQuery.Parse(context.Request.QueryString.Value);
        var token = await tokens.VerifyForSocketAsync(
            query.Token ?? Bearer.Of(context.Request), context.RequestAborted);
        if (token is null) throw new HttpErrorException(StatusCodes.Status403Forbidden, "no valid token");
        if (!query.IsValid || !WebSocketUpgrade.IsAskedFor(context.Request))
            throw new HttpErrorException(StatusCodes.Status400BadRequest, "no valid handshake");

        // A handshake that is refused for another reason leaves the token good.
        if (settings.Users.SingleUse && token.IsForSocket && WebSocketUpgrade.MaySucceed(context.Request))
            await UseAsync(token, context.RequestAborted);
        await upgrade.HandleAsync(context, deflate => sockets.Admit(token, query, deflate));
    }

    private async Task UseAsync(UserToken token, CancellationToken aborted)
    {
        object answer;
        try
        {
            answer = await uses.ActorRef.Ask<object>(
                new UseToken(token.Id, token.ExpiresAt), settings.Process.AskTimeout, aborted);
        }
        catch (AskTimeoutException)
        {
            throw HttpErrorException.Busy();
        }
        if (answer is TokenUsed) return;
        throw answer is TokenRefused { Reason: TokenRefusal.AlreadyUsed }
            ? new HttpErrorException(StatusCodes.Status403Forbidden, "this token was used before")
            : HttpErrorException.Busy();
    }
}
