using Broker.Gateway.Http;
using Broker.Gateway.Users;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Gateway.Auction;

/// <summary>
/// <c>POST /v1/signup</c> and <c>POST /v1/login</c> (contracts §5). Passwords end here: the actors only see
/// hashes.
/// </summary>
internal sealed class AccountEndpoints(
    AuctionClient desk,
    AuctionInput input,
    AuctionTokens tokens,
    PasswordHashQueue passwords,
    AddressRates rates,
    AuctionHttpSettings settings)
{
    public async Task SignUpAsync(HttpContext context)
    {
        await rates.CountAsync(Rate.SignUps, context);
        var body = await RequestBody.ReadAsync(context.Request, settings.BodyBytesMax);
        var account = input.ReadNewAccount(body.Span);
        var hash = await passwords.HashAsync(account.Password, context.RequestAborted);

        var answer = await desk.AskAsync(new SignUp(account.Username, hash), context.RequestAborted);
        if (answer is Refused refused) await AuctionAnswer.WriteAsync(context, default, refused);
        else
            await JsonAnswer.WriteAsync(
                context,
                StatusCodes.Status201Created,
                new AccountBody(account.Username),
                GatewayJson.Default.AccountBody);
    }

    public async Task LogInAsync(HttpContext context)
    {
        await rates.CountAsync(Rate.Logins, context);
        var body = await RequestBody.ReadAsync(context.Request, settings.BodyBytesMax);
        var login = input.ReadLogin(body.Span);
        var hash = await FindHashAsync(login, context.RequestAborted);
        // Also without an account: an answer that comes sooner would tell which names have one.
        var password = hash is null ? "" : login.Password;
        if (!await passwords.VerifyAsync(hash, password, context.RequestAborted))
            throw new HttpErrorException(StatusCodes.Status403Forbidden, "unknown user or wrong password");

        // RFC 6749 §5.1: no cache between us and the client keeps a token.
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new TokenBody(tokens.Issue(login.Username)),
            GatewayJson.Default.TokenBody);
    }

    private async Task<string?> FindHashAsync(Credentials login, CancellationToken aborted) =>
        input.MayBeAccount(login)
        && await desk.AskAsync(new FindAccount(login.Username), aborted) is AccountFound account
            ? account.PasswordHash
            : null;
}
