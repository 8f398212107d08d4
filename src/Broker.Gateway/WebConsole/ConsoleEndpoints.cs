using System.Net.Mime;
using Broker.Gateway.OpenApi;
using Microsoft.Net.Http.Headers;

namespace Broker.Gateway.WebConsole;

/// <summary>
/// Serves the web console: each file under its own path, its page at <c>/</c> and, for the auction, at
/// <c>/index</c>, its icon where browsers look for one. Each path is a route of its own, so that every other
/// path stays as it was: unknown ones 404, and wrong methods 405.
/// </summary>
internal static class ConsoleEndpoints
{
    private const string Page = "/index.html";
    private const string Icon = "/favicon.svg";

    // No inline code, nothing from elsewhere, no framing; and no text that becomes markup, which Trusted
    // Types enforce. 'self' covers the WebSockets of the page's own host and port.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        foreach (var file in ConsoleFiles.ReadAll())
        {
            foreach (var path in PathsOf(file))
            {
                var route = routes.MapGet(path, context => ServeAsync(context, file));
                if (path == "/") route.DescribePage("getConsole", "The web console.");
                else if (path == "/index") route.DescribePage("getAuctionPage", "The auction's page.");
                else route.ExcludeFromDescription();
            }
        }
    }

    // Browsers also ask for an icon where a page names another, or none: a PDF, JSON, the page of /docs.
    private static string[] PathsOf(ConsoleFile file) => file.Path switch
    {
        Page => [Page, "/", "/index"],
        Icon => [Icon, "/favicon.ico"],
        var path => [path],
    };

    private static void DescribePage(this IEndpointConventionBuilder route, string id, string summary) =>
        route.WithTags("Documents").Describe(id, summary)
            .Produces(200, "The page.", typeof(string), MediaTypeNames.Text.Html);

    private static Task ServeAsync(HttpContext context, ConsoleFile file)
    {
        var headers = context.Response.Headers;
        // Names do not change with content, so a browser asks each time, and is mostly told 304.
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers[HeaderNames.ContentSecurityPolicy] = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return TypedResults.Bytes(file.Content, file.ContentType, entityTag: file.EntityTag)
            .ExecuteAsync(context);
    }
}
