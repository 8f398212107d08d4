using Broker.Gateway.Configuration;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Broker.Gateway.OpenApi;

/// <summary>
/// Completes the framework's OpenAPI document with what <see cref="RouteDescription"/> says of parameters,
/// bodies, responses and credentials. The framework reads the rest itself.
/// </summary>
internal sealed class ApiDocument(ProcessSettings process)
    : IOpenApiDocumentTransformer, IOpenApiOperationTransformer, IOpenApiSchemaTransformer
{
    // In the order of the page.
    private static readonly string[] Tags =
        ["Broadcast", "Chat", "Users", "Auction", "Health", "Admin", "Documents"];

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Broker",
            Version = process.Version,
            Description = "The HTTP routes of all five protocols. `/asyncapi.json` describes their sockets.",
        };
        // The same on whatever address it is asked for.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = Tags.Select(name => new OpenApiTag { Name = name }).ToHashSet();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = SecuritySchemes.All();
        return Task.CompletedTask;
    }

    public async Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters = [.. metadata.OfType<RouteParameter>().Select(Describe)];
        operation.Security =
        [
            .. from security in metadata.OfType<RouteSecurity>()
               from scheme in security.Schemes
               select Require(scheme, context.Document!),
        ];
        foreach (var response in metadata.OfType<ProducesResponseTypeMetadata>())
            operation.Responses![$"{response.StatusCode}"].Description = response.Description;
        var sorted = new OpenApiResponses();
        foreach (var (status, response) in operation.Responses!.OrderBy(response => response.Key))
            sorted.Add(status, response);
        operation.Responses = sorted;
        if (metadata.OfType<RouteBody>().SingleOrDefault() is not { } body) return;

        var schema = await context.GetOrCreateSchemaAsync(body.Type, null, cancellation);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = body.Type != typeof(string),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [body.ContentType] = new() { Schema = Name(body.Type, schema, context.Document!) },
            },
        };
    }

    // The framework calls a decimal a double, and cannot see what a converter of ours reads.
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(decimal)) schema.Format = null;
        if (context.JsonPropertyInfo?.CustomConverter is null) return Task.CompletedTask;

        schema.Type = type == typeof(decimal) ? JsonSchemaType.Number : JsonSchemaType.String;
        if (type == typeof(DateTimeOffset)) schema.Format = "date-time";
        return Task.CompletedTask;
    }

    private static IOpenApiSchema Name(Type type, OpenApiSchema schema, OpenApiDocument document)
    {
        if (type == typeof(string)) return schema;
        document.AddComponent(type.Name, schema);
        return new OpenApiSchemaReference(type.Name, document);
    }

    private static OpenApiSecurityRequirement Require(string scheme, OpenApiDocument document) => new()
    {
        [new OpenApiSecuritySchemeReference(scheme, document)] = [],
    };

    private static IOpenApiParameter Describe(RouteParameter parameter) => new OpenApiParameter
    {
        Name = parameter.Name,
        In = Enum.Parse<ParameterLocation>(parameter.In, ignoreCase: true),
        Description = parameter.Meaning,
        Required = parameter.IsRequired,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
