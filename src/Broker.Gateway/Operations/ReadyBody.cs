namespace Broker.Gateway.Operations;

/// <summary>
/// The body of <c>GET /readyz</c>: false from the moment the process begins to drain, and while it is cut off
/// from the other nodes.
/// </summary>
internal sealed record ReadyBody(bool Ready);
