using System.Text.Json.Serialization;

namespace Broker.Gateway.Users;

/// <summary><c>{"type":"renew","token":"…"}</c> from a socket with structured events.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TokenRenewal(string Type, string Token);
