using Broker.Actors.Channels;

namespace Broker.Cluster.Tests.Channels;

/// <summary>One publication, and what its publisher was told.</summary>
internal sealed record Sent(string Channel, string Content, long At, Task<PublishResult> Result);
