using System.Net.Mime;

namespace Broker.Gateway.OpenApi;

/// <summary>What <c>/openapi.json</c> says of a route, written where the route is mapped.</summary>
internal static class RouteDescription
{
    /// <summary>Puts a route into the document. The id names the operation in generated clients.</summary>
    public static T Describe<T>(this T route, string id, string summary, string? more = null)
        where T : IEndpointConventionBuilder
    {
        // The framework only describes endpoints that name a method, which a RequestDelegate does not.
        route.Add(endpoint => endpoint.Metadata.Add(endpoint.RequestDelegate!.Method));
        route.WithName(id).WithSummary(summary);
        return more is null ? route : route.WithDescription(more);
    }

    public static T WithQuery<T>(this T route, string name, string meaning, bool isRequired = false)
        where T : IEndpointConventionBuilder =>
        route.WithMetadata(new RouteParameter("query", name, meaning, isRequired));

    public static T WithHeader<T>(this T route, string name, string meaning)
        where T : IEndpointConventionBuilder =>
        route.WithMetadata(new RouteParameter("header", name, meaning, IsRequired: false));

    public static T WithPath<T>(this T route, string name, string meaning)
        where T : IEndpointConventionBuilder =>
        route.WithMetadata(new RouteParameter("path", name, meaning, IsRequired: true));

    /// <summary>A body. The framework's own metadata would refuse every other content type.</summary>
    public static T TakesBody<T>(
        this T route, Type body, string contentType = MediaTypeNames.Application.Json)
        where T : IEndpointConventionBuilder =>
        route.WithMetadata(new RouteBody(body, contentType));

    /// <summary>One response; a later one of the same status replaces it.</summary>
    /// <param name="body">Null for none.</param>
    public static T Produces<T>(
        this T route,
        int status,
        string meaning,
        Type? body = null,
        string contentType = MediaTypeNames.Application.Json)
        where T : IEndpointConventionBuilder =>
        route.WithMetadata(new ProducesResponseTypeMetadata(status, body ?? typeof(void), [contentType])
        {
            Description = meaning,
        });

    /// <summary>The responses of a WebSocket route whose errors are JSON.</summary>
    public static T ProducesHandshake<T>(this T route, Type error)
        where T : IEndpointConventionBuilder => route
        .Produces(101, "The WebSocket handshake. `/asyncapi.json` describes its frames.")
        .Produces(400, "The handshake is malformed.", error)
        .Produces(403, "A web page of this origin is not allowed.", error)
        .Produces(426, "The request is no WebSocket handshake.", error)
        .Produces(503, "The broker is full or draining; see `Retry-After`.", error);

    /// <summary>The credentials that a route asks for: one of these <see cref="SecuritySchemes"/>.</summary>
    public static T NeedsOneOf<T>(this T route, params string[] schemes)
        where T : IEndpointConventionBuilder =>
        route.WithMetadata(new RouteSecurity(schemes));
}
