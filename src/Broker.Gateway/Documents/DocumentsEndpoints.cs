using Microsoft.Net.Http.Headers;

namespace Broker.Gateway.Documents;

/// <summary>
/// <c>/openapi.json</c>, <c>/asyncapi.json</c>, and the first as a page at <c>/docs</c>. The page's files are
/// loaded when somebody asks for the first of them.
/// </summary>
internal static class DocumentsEndpoints
{
    private const string OpenApi = "/openapi.json";

    // The page is Swagger UI: it sets styles from its script, and its icons are data. Nothing comes from
    // elsewhere, and it may ask nobody but this server.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapDocuments(this WebApplication app)
    {
        app.MapGet(OpenApi, app.Services.GetRequiredService<OpenApiSource>().ServeAsync);
        app.MapGet("/asyncapi.json", AsyncApiDocument.ServeAsync);
        var page = new Lazy<RequestDelegate>(() => ((IApplicationBuilder)app).New()
            .UseSwaggerUI(options =>
            {
                options.RoutePrefix = "docs";
                options.DocumentTitle = "Broker";
                options.SwaggerEndpoint(OpenApi, "Broker");
            })
            .Build());
        app.MapGet("/docs", context => ServeAsync(context, page.Value));
        app.MapGet("/docs/{**file}", context => ServeAsync(context, page.Value));
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
