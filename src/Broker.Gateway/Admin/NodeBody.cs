namespace Broker.Gateway.Admin;

/// <summary>What a node says of itself for <c>GET /admin/cluster</c>.</summary>
/// <param name="Windows">Content bytes on their way to each other node.</param>
internal sealed record NodeBody(
    string Version, bool IsStoreWriting, IReadOnlyDictionary<string, long> Windows);
