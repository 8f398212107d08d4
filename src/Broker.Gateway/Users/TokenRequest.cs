using System.Text.Json.Serialization;

namespace Broker.Gateway.Users;

/// <summary>The body of <c>POST /token</c>: exactly this field.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TokenRequest(string Username);
