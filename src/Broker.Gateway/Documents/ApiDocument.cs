using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;

namespace Broker.Gateway.Documents;

/// <summary>
/// Fills the framework's OpenAPI document. The framework sees nothing of routes whose bodies are read and
/// written by hand, so each route that is mapped finds its row in the tables; schemas are the framework's,
/// made from the types that are written.
/// </summary>
internal sealed class ApiDocument(EndpointDataSource endpoints, Startup.ProcessSettings process)
    : IOpenApiDocumentTransformer
{
    private static readonly IReadOnlyList<ApiOperation> Known =
    [
        .. BroadcastOperations.All, .. UsersOperations.All, .. AuctionOperations.All,
        .. ProcessOperations.All,
    ];

    public async Task TransformAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Broker",
            Version = process.Version,
            Description = "Five protocols, one broker: their HTTP routes. What goes over sockets is in "
                + "`/asyncapi.json`.",
        };
        // The same on whatever address it is asked for.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Paths = [];
        AddSecurity(document);
        foreach (var (method, path) in Routes(endpoints))
        {
            if (Find(method, path) is not { } operation) continue;
            var described = await DescribeAsync(operation, document, context, cancellationToken);
            ItemOf(document.Paths, path).Operations!.Add(HttpMethod.Parse(method), described);
        }
    }

    /// <summary>The routes that are mapped, but for the files of the console.</summary>
    public static IEnumerable<(string Method, string Path)> Routes(EndpointDataSource endpoints) =>
        from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
        let path = PathOf(endpoint.RoutePattern)
        where Path.GetExtension(path) is "" or ".json"
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        where !HttpMethods.IsHead(method)
        select (method, path);

    /// <summary>Null for a route that nobody has described.</summary>
    public static ApiOperation? Find(string method, string path) =>
        Known.FirstOrDefault(known => known.Method == method && known.Path == path);

    private static string PathOf(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(
        segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            _ => "",
        }))));

    private static OpenApiPathItem ItemOf(OpenApiPaths paths, string path)
    {
        if (paths.TryGetValue(path, out var item)) return (OpenApiPathItem)item;

        var added = new OpenApiPathItem { Operations = [] };
        paths.Add(path, added);
        return added;
    }

    private static async Task<OpenApiOperation> DescribeAsync(
        ApiOperation operation,
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken)
    {
        var described = new OpenApiOperation
        {
            Summary = operation.Summary,
            Description = operation.Description,
            Tags = new HashSet<OpenApiTagReference> { new(operation.Group, document) },
            Parameters = [.. operation.Parameters.Select(Describe)],
            Responses = [],
            Security = operation.Credentials is { } scheme ? [Require(scheme, document)] : null,
        };
        if (operation.Request is { } request)
            described.RequestBody = new OpenApiRequestBody
            {
                Required = request.IsJson,
                Content = await ContentAsync(request, context, cancellationToken),
            };
        foreach (var (status, answer) in operation.Answers)
        {
            var response = new OpenApiResponse { Description = answer.Meaning };
            if (answer.Body is { } body)
                response.Content = await ContentAsync(body, context, cancellationToken);
            described.Responses.Add(status.ToString(CultureInfo.InvariantCulture), response);
        }
        return described;
    }

    private static OpenApiSecurityRequirement Require(string scheme, OpenApiDocument document) => new()
    {
        [new OpenApiSecuritySchemeReference(scheme, document)] = [],
    };

    private static IOpenApiParameter Describe(ApiParameter parameter) => new OpenApiParameter
    {
        Name = parameter.Name,
        In = parameter.In,
        Description = parameter.Meaning,
        Required = parameter.IsRequired,
        Example = JsonValue.Create(parameter.Example),
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static async Task<Dictionary<string, OpenApiMediaType>> ContentAsync(
        ApiBody body, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken) => new()
        {
            [body.ContentType] = new OpenApiMediaType
            {
                Example = body.IsJson ? JsonNode.Parse(body.Example) : JsonValue.Create(body.Example),
                Schema = body.Type is { } type
                    ? await context.GetOrCreateSchemaAsync(type, null, cancellationToken)
                    : new OpenApiSchema { Type = JsonSchemaType.String },
            },
        };

    private static void AddSecurity(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        foreach (var (name, meaning) in ApiSecurity.All)
            document.Components.SecuritySchemes[name] = ApiSecurity.Scheme(meaning);
    }
}
