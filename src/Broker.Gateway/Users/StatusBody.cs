namespace Broker.Gateway.Users;

/// <summary>The answer of <c>POST /message</c>: <c>{"status":"ok"}</c>.</summary>
internal sealed record StatusBody(string Status);
