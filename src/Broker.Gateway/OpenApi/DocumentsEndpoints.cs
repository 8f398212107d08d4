using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Broker.Gateway.OpenApi;

/// <summary>
/// <c>/openapi.json</c>, <c>/asyncapi.json</c>, and the first as a page at <c>/docs</c>. The page's files are
/// loaded when the first of them is asked for.
/// </summary>
internal static class DocumentsEndpoints
{
    private const string OpenApi = "/openapi.json";

    // The page is Swagger UI: it sets styles from its script, and its icons are data. Nothing comes from
    // other servers, and the page may ask this server only.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapDocuments(this WebApplication app)
    {
        var routes = app.MapGroup("").WithTags("Documents");
        routes.MapGet(OpenApi, app.Services.GetRequiredService<OpenApiSource>().ServeAsync)
            .Describe("getOpenApi", "This document.")
            .Produces(200, "OpenAPI 3.1.", typeof(JsonObject));
        routes.MapGet("/asyncapi.json", AsyncApiDocument.ServeAsync)
            .Describe("getAsyncApi", "What the sockets of all protocols say and understand.")
            .Produces(200, "AsyncAPI 3.0.", typeof(JsonObject));
        var page = new Lazy<RequestDelegate>(() => ((IApplicationBuilder)app).New()
            .UseSwaggerUI(options =>
            {
                options.RoutePrefix = "docs";
                options.DocumentTitle = "Broker";
                options.SwaggerEndpoint(OpenApi, "Broker");
            })
            .Build());
        routes.MapGet("/docs", context => ServeAsync(context, page.Value))
            .Describe("getDocumentsPage", "This document as a page.")
            .Produces(301, "The page has a path below this one.");
        routes.MapGet("/docs/{**file}", context => ServeAsync(context, page.Value)).ExcludeFromDescription();
    }

    private static Task ServeAsync(HttpContext context, RequestDelegate page)
    {
        context.Response.Headers[HeaderNames.ContentSecurityPolicy] = ContentSecurityPolicy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        // Its files are served only where no endpoint was chosen.
        context.SetEndpoint(null);
        return page(context);
    }
}
