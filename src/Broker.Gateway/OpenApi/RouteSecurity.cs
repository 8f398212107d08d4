namespace Broker.Gateway.OpenApi;

/// <summary>The credentials that a route asks for: one of these <see cref="SecuritySchemes"/>.</summary>
internal sealed record RouteSecurity(IReadOnlyList<string> Schemes);
