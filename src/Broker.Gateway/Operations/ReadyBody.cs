using System.Text.Json.Serialization;

namespace Broker.Gateway.Operations;

/// <summary>
/// The body of <c>GET /readyz</c>: false from the moment the process begins to drain, while it is cut off
/// from the other nodes, and while its disk refuses.
/// </summary>
/// <param name="Degraded">What is away for every process; null where nothing is.</param>
/// <param name="Reasons">Why it is false, for people; null where it is true.</param>
internal sealed record ReadyBody(
    bool Ready,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Degraded,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Reasons);
