using System.Text.Json.Serialization;
using Broker.Gateway.Http;

namespace Broker.Gateway.Users;

/// <summary>The body of <c>POST /message</c>: exactly these fields.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewMessage(
    string Username, [property: JsonConverter(typeof(Utf8TextConverter))] ReadOnlyMemory<byte> Content);
