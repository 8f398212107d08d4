using System.Net;
using Broker.Gateway.Http;
using Broker.Gateway.Users;
using Microsoft.AspNetCore.Identity;
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
    LoginAttempts attempts,
    AddressRates rates,
    WrongPasswordRates wrongPasswords,
    AuctionHttpSettings settings)
{
    public async Task SignUpAsync(HttpContext context)
    {
        await rates.CountAsync(Rate.SignUps, context);
        var body = await RequestBody.ReadAsync(context.Request, settings.BodyBytesMax);
        var account = input.ReadNewAccount(body.Span);
        var asker = PasswordHashQueue.Asker.Of(context.Connection.RemoteIpAddress, account.Username);
        var hash = await passwords.HashAsync(asker, account.Password, context.RequestAborted);

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
        await rates.CountAsync(Rate.LoginRequests, context);
        var body = await RequestBody.ReadAsync(context.Request, settings.BodyBytesMax);
        var login = input.ReadLogin(body.Span);
        var hash = await FindHashAsync(login, context.RequestAborted);
        var address = context.Connection.RemoteIpAddress;
        var result = await attempts.CheckAsync(
            login, hash, stop => CheckAsync(login, hash, address, stop), context.RequestAborted);
        if (result is PasswordVerificationResult.Failed)
            throw new HttpErrorException(StatusCodes.Status403Forbidden, "unknown user or wrong password");
        if (result is PasswordVerificationResult.SuccessRehashNeeded)
            await RenewAsync(login, hash!, address, context.RequestAborted);

        // RFC 6749 §5.1: no cache between us and the client keeps a token.
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new TokenBody(tokens.Issue(login.Username)),
            GatewayJson.Default.TokenBody);
    }

    private async Task<PasswordVerificationResult> CheckAsync(
        Credentials login, string? hash, IPAddress? address, CancellationToken stop)
    {
        await rates.CountAsync(Rate.Logins, address);
        // All names that no account can have count as one: they can be long.
        var name = input.MayBeAccount(login) ? login.Username : "";
        var takeBack = await wrongPasswords.TakeAsync(name, address);
        var result = PasswordVerificationResult.Success;
        try
        {
            // Also without an account: an answer that comes sooner would tell which names have one.
            var password = hash is null ? "" : login.Password;
            var asker = PasswordHashQueue.Asker.Of(address, name);
            return result = await passwords.VerifyAsync(asker, hash, password, stop);
        }
        finally
        {
            if (result is not PasswordVerificationResult.Failed) takeBack();
        }
    }

    // Its hash was made with other rounds. Where there is no room for that now, the next log-in does it.
    private async Task RenewAsync(
        Credentials login, string hash, IPAddress? address, CancellationToken aborted)
    {
        try
        {
            var asker = PasswordHashQueue.Asker.Of(address, login.Username);
            var renewed = await passwords.HashAsync(asker, login.Password, aborted);
            await desk.AskAsync(new RenewPassword(login.Username, hash, renewed), aborted);
        }
        catch (HttpErrorException)
        {
        }
    }

    private async Task<string?> FindHashAsync(Credentials login, CancellationToken aborted) =>
        input.MayBeAccount(login)
        && await desk.AskAsync(new FindAccount(login.Username), aborted) is AccountFound account
            ? account.PasswordHash
            : null;
}
