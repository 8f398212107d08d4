namespace Broker.Gateway.Http;

/// <summary>
/// Refuses a body in a transfer coding other than <c>chunked</c> (RFC 9112 §6.1). Kestrel looks at the last
/// coding alone, and would hand on what is still compressed.
/// </summary>
internal sealed class TransferCodingGuard(RequestDelegate next)
{
    private const string Chunked = "chunked";

    public Task InvokeAsync(HttpContext context)
    {
        var text = context.Request.Headers.TransferEncoding.ToString();
        if (text.Length == 0) return next(context);

        var codings = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (codings.Length == 1) return next(context);

        context.Response.Headers.Connection = "close";
        throw codings.All(coding => coding.Equals(Chunked, StringComparison.OrdinalIgnoreCase))
            ? new HttpErrorException(StatusCodes.Status400BadRequest, "a body is chunked once")
            : new HttpErrorException(
                StatusCodes.Status501NotImplemented, "chunked is the only transfer coding here");
    }
}
