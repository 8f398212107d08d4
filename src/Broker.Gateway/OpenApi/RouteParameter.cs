namespace Broker.Gateway.OpenApi;

/// <summary>One parameter of a route, which is text.</summary>
/// <param name="In"><c>query</c>, <c>header</c> or <c>path</c>.</param>
internal sealed record RouteParameter(string In, string Name, string Meaning, bool IsRequired);
