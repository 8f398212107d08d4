namespace Broker.Gateway.OpenApi;

/// <summary>
/// <c>GET /asyncapi.json</c>: what goes over sockets, written by hand. End-to-end specs hold what they record
/// against it.
/// </summary>
internal static class AsyncApiDocument
{
    private const string Resource = "asyncapi.json";

    public static Task ServeAsync(HttpContext context)
    {
        var document = typeof(AsyncApiDocument).Assembly.GetManifestResourceStream(Resource)!;
        return TypedResults.Stream(document, "application/json").ExecuteAsync(context);
    }
}
