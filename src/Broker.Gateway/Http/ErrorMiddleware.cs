using Broker.Gateway.Operations;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Broker.Gateway.Http;

/// <summary>
/// Gives every HTTP error its body, <c>{"message": "…"}</c> or what the clients of its path expect: what an
/// endpoint refused, what Kestrel refused while reading, and what no endpoint took.
/// </summary>
internal sealed class ErrorMiddleware(
    RequestDelegate next, Func<PathString, ErrorFormat> formOf, ILogger<ErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            // The connection is only here to be told so. That a full broker lives must be seen all the same.
            if (context.Features.Get<HttpErrorException>() is { } refused)
            {
                context.Response.Headers.Connection = "close";
                if (!HealthEndpoints.IsLiveness(context.Request.Path)) throw refused;
            }
            await next(context);
            var status = context.Response.StatusCode;
            if (!context.Response.HasStarted && status >= StatusCodes.Status400BadRequest)
                await WriteAsync(context, status, TextOf(status));
        }
        catch (HttpErrorException refusal) when (!context.Response.HasStarted)
        {
            foreach (var (name, value) in refusal.Headers) context.Response.Headers[name] = value;
            await WriteAsync(context, refusal.Status, refusal.Message);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, e.StatusCode, TextOf(e.StatusCode));
        }
        catch (IOException e) when (e.InnerException is OverflowException && !context.Response.HasStarted)
        {
            // What Kestrel throws for a chunk of more than 2 GiB. It ends the connection afterwards.
            await WriteAsync(
                context, StatusCodes.Status400BadRequest, TextOf(StatusCodes.Status400BadRequest));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Log.RequestAborted(logger, context.Request.Path);
        }
    }

    private Task WriteAsync(HttpContext context, int status, string message)
    {
        // Whatever of the body was not read must not be taken for the next request.
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
            && status == StatusCodes.Status413PayloadTooLarge) context.Response.Headers.Connection = "close";
        var headers = context.Response.Headers;
        if (headers.Allow.ToString() is var allow
            && allow.Contains(HttpMethods.Get, StringComparison.Ordinal)
            && MethodMiddleware.IsHeadAnsweredAt(context.Request.Path)) headers.Allow = $"{allow}, HEAD";
        return formOf(context.Request.Path) switch
        {
            ErrorFormat.Text => WriteTextAsync(context, status),
            ErrorFormat.Error => JsonAnswer.WriteAsync(
                context, status, new AuctionErrorBody(message), GatewayJson.Default.AuctionErrorBody),
            _ => JsonAnswer.WriteAsync(
                context, status, new ErrorBody(message), GatewayJson.Default.ErrorBody),
        };
    }

    private static Task WriteTextAsync(HttpContext context, int status)
    {
        var text = $"{status}: {ReasonPhrases.GetReasonPhrase(status)}";
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        context.Response.ContentLength = text.Length;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static string TextOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "the request is malformed",
        StatusCodes.Status404NotFound => "there is nothing here",
        StatusCodes.Status405MethodNotAllowed => "this method is not allowed here, see Allow",
        StatusCodes.Status408RequestTimeout => "the request took too long to arrive",
        StatusCodes.Status413PayloadTooLarge => "the body is larger than the message limit",
        _ => $"the request failed with {status}",
    };
}
