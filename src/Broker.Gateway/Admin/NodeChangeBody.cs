namespace Broker.Gateway.Admin;

/// <summary>The body of an accepted <c>POST /admin/cluster/…</c>.</summary>
/// <param name="Status"><c>draining</c> or <c>down</c>.</param>
internal sealed record NodeChangeBody(string Status);
