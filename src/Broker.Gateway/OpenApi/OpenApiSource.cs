using System.Text.Json;
using System.Text.Json.Serialization;
using Broker.Gateway.Configuration;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Broker.Gateway.OpenApi;

/// <summary>
/// <c>GET /openapi.json</c>: made when it is first asked for, by services of its own that are gone again
/// afterwards. As services of the process they would load 8 MB and take 80 ms of every start.
/// </summary>
internal sealed class OpenApiSource(
    EndpointDataSource endpoints, ProcessSettings process, IHostEnvironment environment)
{
    private const string Name = "v1";
    private byte[]? _document;

    public async Task ServeAsync(HttpContext context)
    {
        // Two requests at once may both make it; both are right.
        var document = _document ??= await MakeAsync(context.RequestAborted);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = document.Length;
        await context.Response.Body.WriteAsync(document, context.RequestAborted);
    }

    public async Task<byte[]> MakeAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection()
            .AddSingleton(endpoints)
            .AddSingleton(process)
            .AddSingleton(environment)
            .AddLogging()
            .AddRouting()
            .ConfigureHttpJsonOptions(json =>
            {
                json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
                json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            })
            .AddOpenApi(Name, options => options
                .AddDocumentTransformer<ApiDocument>()
                .AddOperationTransformer<ApiDocument>()
                .AddSchemaTransformer<ApiDocument>());
        await using var provider = services.BuildServiceProvider();
        var document = await provider.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name)
            .GetOpenApiDocumentAsync(cancellationToken);
        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return System.Text.Encoding.UTF8.GetBytes(json);
    }
}
