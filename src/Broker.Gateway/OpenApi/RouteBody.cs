namespace Broker.Gateway.OpenApi;

/// <summary>The body that a route reads.</summary>
internal sealed record RouteBody(Type Type, string ContentType);
