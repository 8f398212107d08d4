using System.Globalization;
using Broker.Actors.Telemetry;

namespace Broker.Gateway.Operations;

/// <summary>Counts the HTTP answers that refuse something, whoever made them, by status.</summary>
internal sealed class RejectionCounter(RequestDelegate next, BrokerMetrics metrics)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var status = context.Response.StatusCode;
        if (status >= StatusCodes.Status400BadRequest) metrics.Rejections.Add(ReasonOf(status));
    }

    private static string ReasonOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "malformed",
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status409Conflict => "conflict",
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status426UpgradeRequired => "upgrade_required",
        StatusCodes.Status429TooManyRequests => "too_fast",
        StatusCodes.Status503ServiceUnavailable => "busy",
        _ => $"http_{status.ToString(CultureInfo.InvariantCulture)}",
    };
}
