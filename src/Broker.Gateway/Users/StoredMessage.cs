namespace Broker.Gateway.Users;

/// <summary>One message in the answer of <c>GET /message</c>.</summary>
internal sealed record StoredMessage(long Offset, DateTimeOffset SentAt, string Content);
